package build

import (
	"bytes"
	"flag"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"luxi/internal/fingerprint"
)

var power = flag.Bool("power", false, "run TestPower")

// keyedBy makes the pages of a site known by keys in which a part is left out.
func keyedBy(key func(s *Site, f *file, v any) fingerprint.Sum) func(*Site) {
	return func(s *Site) {
		for i := range s.files {
			if f := &s.files[i]; f.page != nil {
				make := f.make
				f.make = func(have func(fingerprint.Sum) bool, buffer *bytes.Buffer) (made, error) {
					weak := key(s, f, f.page.View())
					return weakly(weak, make, have, buffer)
				}
			}
		}
	}
}

func weakly(key fingerprint.Sum, make maker, have func(fingerprint.Sum) bool, buffer *bytes.Buffer) (made, error) {
	if have(key) {
		return made{key: key, had: true}, nil
	}
	m, err := make(func(fingerprint.Sum) bool { return false }, buffer)
	m.key = key
	return m, err
}

// withoutField leaves a field of the views out of the keys.
func withoutField(path string) func(*Site) {
	return keyedBy(func(s *Site, f *file, v any) fingerprint.Sum {
		return pageKey(baseKey(s.look), f.page.Template, blank(v, path))
	})
}

// basedOn knows the pages that name the essays they show by a basis in which a part
// is left out.
func basedOn(around, bodies bool) func(*Site) {
	return keyedBy(func(s *Site, f *file, v any) fingerprint.Sum {
		h := fingerprint.New()
		h.String(f.address)
		if around {
			h.Add(s.around)
		}
		own := s.sums[f.source]
		if !f.page.Bodies(func(source fingerprint.Sum) {
			if bodies || source == own {
				h.Add(source)
			}
		}) {
			return pageKey(baseKey(s.look), f.page.Template, v)
		}
		return h.Sum()
	})
}

// blank returns a view in which a field, hidden or not, is empty.
func blank(v any, path string) any {
	out := reflect.New(reflect.TypeOf(v)).Elem()
	out.Set(reflect.ValueOf(v))
	at := out
	for name := range strings.SplitSeq(path, ".") {
		if at = at.FieldByName(name); !at.IsValid() {
			return v // a view of another type
		}
	}
	reflect.NewAt(at.Type(), unsafe.Pointer(at.UnsafeAddr())).Elem().SetZero()
	return out.Interface()
}

// constant gives the files whose address ends in something one key for ever.
func constant(suffix string) func(*Site) {
	return func(s *Site) {
		for i := range s.files {
			if f := &s.files[i]; strings.HasSuffix(f.address, suffix) {
				make := f.make
				f.make = func(have func(fingerprint.Sum) bool, buffer *bytes.Buffer) (made, error) {
					return weakly(fingerprint.Of(suffix), make, have, buffer)
				}
			}
		}
	}
}

// The test of edits sees every edge that a key may lack: each of these, left out
// on purpose, makes it fail. Fields that say what others say too, such as those of
// the head, are no edges of their own. It plays hundreds of histories, and is run by
//
//	go test ./internal/build -run Power -power -timeout 1h
func TestPower(t *testing.T) {
	if !*power {
		t.Skip("run with -power")
	}
	for name, weaken := range map[string]func(*Site){
		"the theme": keyedBy(func(_ *Site, f *file, v any) fingerprint.Sum {
			return pageKey(program(), f.page.Template, v)
		}),
		"the view": keyedBy(func(s *Site, f *file, _ any) fingerprint.Sum {
			return pageKey(baseKey(s.look), f.page.Template, nil)
		}),
		"the text of a document":   withoutField("text"),
		"the frame":                withoutField("Frame"),
		"the essay before":         withoutField("Older"),
		"essays of the region":     withoutField("SameRegion"),
		"essays of the author":     withoutField("SameAuthor"),
		"the essays of a list":     withoutField("Essays"),
		"the terms of a page":      withoutField("Terms"),
		"the countdown of a call":  withoutField("Countdown"),
		"the entries of a feed":    constant("feed.xml"),
		"the pages of the sitemap": constant("sitemap.xml"),
		"a static file":            constant("own.css"),
		"what is around bodies":    basedOn(false, true),
		"bodies of other essays":   basedOn(true, false),
	} {
		t.Run(name, func(t *testing.T) {
			const most = 30 // columns
			for s := range uint64(most) {
				if _, _, why := live(t, historyOf(1000+s, lifetime), weaken); why != "" {
					return
				}
			}
			t.Errorf("nobody sees that %s is left out of the keys", name)
		})
	}
}
