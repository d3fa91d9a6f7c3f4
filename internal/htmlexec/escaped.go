package htmlexec

import (
	"html/template"
	"reflect"
	texttemplate "text/template"
)

// escaped returns the templates that html/template executes: those of the set
// with the escapers in them. A template that is called within a tag or a title
// stands there once more for each such place; those copies can be had in no
// other way than by the hidden field that holds them all. Should a release of
// Go have no such field, there are no programs, and pages are made as ever, but
// slower.
func escaped(set *template.Template) (*texttemplate.Template, error) {
	hidden := reflect.ValueOf(set).Elem().FieldByName("text")
	if !hidden.IsValid() || hidden.Type() != reflect.TypeFor[*texttemplate.Template]() || hidden.IsNil() {
		return nil, &UnsupportedError{"this release of html/template"}
	}
	return (*texttemplate.Template)(hidden.UnsafePointer()), nil
}
