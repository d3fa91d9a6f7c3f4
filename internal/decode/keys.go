package decode

import (
	"reflect"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindUnknownKey = diag.Define("unknown-key", diag.Error,
	i18n.Text{ZH: "没有“{key}”这一项", EN: "unknown key “{key}”"},
	i18n.Text{ZH: "{fix}", EN: "{fix}"})

var kindMisplacedKey = diag.Define("misplaced-key", diag.Error,
	i18n.Text{ZH: "“{key}”放错了地方", EN: "“{key}” stands in the wrong place"},
	i18n.Text{ZH: "{fix}", EN: "{fix}"})

var kindMissingKey = diag.Define("missing-key", diag.Error,
	i18n.Text{ZH: "缺少{key}", EN: "{key} is missing"},
	i18n.Text{ZH: "{where}：{line}", EN: "Add {where}: {line}"})

// unknown reports the keys of a table that its plan does not have.
func (f *filler) unknown(values map[string]any, p *plan) {
	names := make([]string, 0, len(values))
	for name := range values {
		if p.byName[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if f.full() {
			continue
		}
		at := f.place(append(slices.Clone(f.path), keyStep(name))).key
		f.add(f.unknownFault(name, at, p))
	}
}

func (f *filler) unknownFault(name string, at span, p *plan) fault {
	if fix, ok := f.misplaced(name, p); ok {
		return fault{kind: kindMisplacedKey, span: at, args: []i18n.Arg{
			diag.Arg("key", shown(name)), diag.Arg("fix", fix),
		}}
	}
	if near := p.near(name); near != nil {
		f.mean(len(f.tables)-1, near.name)
	}
	return fault{kind: kindUnknownKey, span: at, args: []i18n.Arg{
		diag.Arg("key", shown(name)), diag.Arg("fix", p.suggest(name)),
	}}
}

// mean notes that a key of a table is meant by one that is wrong.
func (f *filler) mean(table int, name string) {
	l := &f.tables[table]
	if l.meant == nil {
		l.meant = map[string]bool{}
	}
	l.meant[name] = true
}

// misplaced tells a key that is known in a table round this one, or in one
// inside it. The first is what happens to an editor who adds a line at the
// end of the front matter, below [[authors]].
func (f *filler) misplaced(name string, p *plan) (i18n.Text, bool) {
	for i := len(f.tables) - 2; i >= 0; i-- {
		if fd := f.tables[i].plan.exact(name); fd != nil {
			f.mean(i, fd.name)
			return f.moveOut(fd, i), true
		}
	}
	if p.exact(name) != nil {
		return i18n.Text{}, false
	}
	for i := range p.fields {
		fd := &p.fields[i]
		inner := fd.shape
		if inner.tables() {
			inner = inner.elem
		}
		if inner.table == nil || inner.table.lookup(name) == nil {
			continue
		}
		return i18n.Text{
			ZH: "它属于" + fd.label().ZH + "：移到 " + f.example(fd) + " 下面",
			EN: "It belongs to " + fd.name + ": move it below " + f.example(fd),
		}, true
	}
	return i18n.Text{}, false
}

func (f *filler) moveOut(fd *field, table int) i18n.Text {
	if f.text.Syntax == YAML {
		return i18n.Text{
			ZH: "它属于外面一层：写成 " + fd.name + "，并减少这一行的缩进",
			EN: "It belongs one level up: write " + fd.name + " and indent the line less",
		}
	}
	header := f.text.body()[f.place(f.path).value.start:f.place(f.path).value.end]
	if table > 0 || !strings.HasPrefix(header, "[") || strings.Contains(header, "\n") {
		return i18n.Text{
			ZH: "它属于外面一层，不在这一组里：把 " + fd.name + " 移出去",
			EN: "It belongs to the table round this one: move " + fd.name + " there",
		}
	}
	return i18n.Text{
		ZH: "方括号 " + header + " 下面的各行都归它管：把 " + fd.name + " 这一行移到第一个方括号的前面",
		EN: "All lines below " + header + " belong to it: move the line " + fd.name + " before the first bracket",
	}
}

// suggest names the key that is meant, or all that there are.
func (p *plan) suggest(name string) i18n.Text {
	if near := p.near(name); near != nil {
		return i18n.Text{
			ZH: "是不是要写 " + near.name + near.gloss() + "？",
			EN: "Did you mean " + near.name + "?",
		}
	}
	if p == nil || len(p.fields) == 0 {
		return i18n.Text{ZH: "删去这一行。", EN: "Delete it."}
	}
	var zh, en []string
	for i := range p.fields {
		fd := &p.fields[i]
		zh = append(zh, fd.name+fd.gloss())
		en = append(en, fd.name)
	}
	return i18n.Text{
		ZH: "这里可以写：" + strings.Join(zh, "、"),
		EN: "Known here: " + strings.Join(en, ", "),
	}
}

// gloss is the Chinese name in brackets.
func (fd *field) gloss() string {
	if fd.zh == "" {
		return ""
	}
	return "（" + fd.zh + "）"
}

// missing reports the required keys that a table has not.
func (f *filler) missing(values map[string]any, p *plan, dst reflect.Value) {
	for i := range p.fields {
		fd := &p.fields[i]
		if _, ok := values[fd.name]; ok || f.tables[len(f.tables)-1].meant[fd.name] {
			continue
		}
		switch {
		case fd.demands():
			f.push(keyStep(fd.name))
			f.table(nil, fd.shape.table, dst.FieldByIndex(fd.index))
			f.pop()
		case fd.required && !f.lost[fd] && !f.lost[nil]:
			f.report(kindMissingKey,
				diag.Arg("key", fd.label()), diag.Arg("where", f.where(f.example(fd))), diag.Arg("line", f.wholeExample(fd)))
		}
	}
}

// where says where to add the line of a key that is missing in the table of
// the path.
func (f *filler) where(line string) i18n.Text {
	n := f.place(f.path)
	switch {
	case isHeader(line):
		return f.atEnd("加一行", "a line ")
	case len(f.path) == 0:
		if mark := f.text.marker(); mark != "" {
			return i18n.Text{ZH: "在第一个 " + mark + " 的下面加一行", EN: "a line below the first " + mark}
		}
		return i18n.Text{ZH: "在文件开头加一行", EN: "a line at the beginning of the file"}
	case !n.whole && f.text.Syntax == YAML:
		name := f.path[len(f.path)-1].key
		return i18n.Text{
			ZH: "在 " + name + ":（没有就补上）下面加一行，缩进两格",
			EN: "a line below " + name + ":, indented by two",
		}
	case !n.whole:
		name := strings.TrimSuffix(f.header(""), ".")
		end := f.atEnd("", "")
		return i18n.Text{
			ZH: "在 [" + name + "]（没有就" + end.ZH + "补上）下面加一行",
			EN: "a line below [" + name + "] (add it " + end.EN + " if there is none)",
		}
	case n.isHeader():
		return i18n.Text{ZH: "在这一行下面加一行", EN: "a line below this"}
	}
	return i18n.Text{ZH: "在这一组里加上", EN: "to this table"}
}

// atEnd says to do something where the text ends: in front matter that is
// above the line that closes it, for below it an article begins.
func (f *filler) atEnd(zh, en string) i18n.Text {
	if mark := f.text.marker(); mark != "" {
		return i18n.Text{ZH: "在第二个 " + mark + " 的上面" + zh, EN: en + "above the second " + mark}
	}
	return i18n.Text{ZH: "在文件末尾" + zh, EN: en + "at the end of the file"}
}
