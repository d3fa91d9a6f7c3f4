package decode

import (
	"strconv"
	"time"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// freeTable makes values without a struct plain: see the package's contract.
func (f *filler) freeTable(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		f.push(keyStep(k))
		if c, bad := control(k); bad {
			f.add(fault{kind: kindControl, span: f.place(f.path).key, args: []i18n.Arg{diag.Arg("name", codePoint(c))}})
		} else if v = f.free(v); v != nil {
			out[kept(k)] = v
		}
		f.pop()
	}
	return out
}

// free returns a value without a struct, or nil where it is none or wrong.
func (f *filler) free(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case map[string]any:
		return f.freeTable(v)
	case []map[string]any:
		return freeItems(f, v)
	case []any:
		return freeItems(f, v)
	case string:
		if !f.clean(v) {
			return nil
		}
		return kept(v)
	case plain:
		if !f.clean(string(v)) {
			return nil
		}
		return guess(string(v))
	case float64:
		if _, ok := floatOf(v); !ok {
			f.wrongType(v, &shape{sort: sortFloat})
			return nil
		}
	case time.Time:
		m, ok := momentOf(v)
		if !ok {
			f.wrongType(v, &shape{sort: sortMoment})
			return nil
		}
		if !m.HasClock {
			return m.Date
		}
		return m
	}
	return v
}

func freeItems[T any](f *filler, items []T) []any {
	out := make([]any, 0, len(items))
	for i, item := range items {
		f.push(itemStep(i))
		if v := f.free(item); v != nil {
			out = append(out, v)
		}
		f.pop()
	}
	return out
}

// guess types a value of YAML without quotes that no field types: as true or
// false, a number or a date only if it is written as these are everywhere;
// 012, no and 1:30 are text.
func guess(s string) any {
	if b, ok := boolOf(plain(s)); ok {
		return b
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s {
		return n
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil && plainNumber(s) && strconv.FormatFloat(x, 'f', -1, 64) == s {
		return x
	}
	if m, ok := parseMoment(s); ok {
		if !m.HasClock {
			return m.Date
		}
		return m
	}
	return kept(s)
}

// shown makes a piece of the text fit to be quoted in a message: on one line,
// without control characters, and not long.
func shown(s string) string {
	const most = 40
	out := make([]rune, 0, most+1)
	for _, r := range s {
		if r < 0x20 || r >= 0x7f && r < 0xa0 {
			r = ' '
		}
		if len(out) == most {
			return string(append(out, '…'))
		}
		out = append(out, r)
	}
	return string(out)
}
