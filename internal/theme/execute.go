package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"

	"luxi/internal/htmlexec"
)

// A programKey names a template of a set over data of a type.
type programKey struct {
	set  *template.Template
	name string
	data reflect.Type
}

// execute writes what a template of a set makes of a value. The first time
// html/template does it, which escapes the template; from then on its program
// does, if it has one. Whatever a program cannot do html/template does again,
// and tells what is wrong.
func (t *Theme) execute(out *bytes.Buffer, set *template.Template, name string, value reflect.Value) error {
	if !value.IsValid() {
		return set.ExecuteTemplate(out, name, nil)
	}
	key := programKey{set, name, value.Type()}
	program, known := t.programs.Load(key)
	var made []byte // by the program, to be compared
	if p, _ := program.(*htmlexec.Program); p != nil {
		start := out.Len()
		if p.Execute(out, value) {
			if !t.Verify {
				return nil
			}
			made = bytes.Clone(out.Bytes()[start:])
		}
		out.Truncate(start)
	}
	start := out.Len()
	if err := set.ExecuteTemplate(out, name, value.Interface()); err != nil {
		return err
	}
	if made != nil && !bytes.Equal(made, out.Bytes()[start:]) {
		return fmt.Errorf("the program of the template %s does not make what the template makes", name)
	}
	if !known {
		p, _ := htmlexec.Compile(set, name, t.functions, value.Type())
		t.programs.Store(key, p)
	}
	return nil
}
