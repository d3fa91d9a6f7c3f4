package build

import (
	"errors"
	"os"
	"reflect"
	"sync"

	"luxi/internal/cache"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

var cacheDamaged = diag.Define("cache-damaged", diag.Note,
	i18n.Text{ZH: "上次生成时记下的内容坏了，这次全部重新读", EN: "what the last build kept for this one is damaged; everything was read anew"},
	i18n.Text{ZH: "不用做什么：网站没有受影响，文件已经换新。", EN: "Nothing has to be done: the site is right, and the file was replaced."})

// cacheName is the file of what was parsed, by path and content.
const cacheName = stateDir + "/documents.cache"

// kept are the documents of earlier builds: of the last run, from a file, and of
// the last load of this builder. A document is used only for a file of the same
// path and the same bytes, and what it holds is never changed.
type kept struct {
	once   sync.Once
	disk   *cache.Cache
	failed error
	last   map[string]parsedFile

	written bool // the file for the next run
}

// open reads the file of the last run, once.
func (k *kept) open(root *os.Root) {
	k.once.Do(func() { k.disk, k.failed = cache.Open(root, cacheName, program()) })
}

// get returns what was parsed of a file before.
func (k *kept) get(name string, section document.Section, sum fingerprint.Sum) (parsedFile, bool) {
	if d, ok := k.last[name]; ok && d.document().Source == sum {
		return d, true
	}
	text, ok := k.disk.Get(name, sum)
	if !ok {
		return parsedFile{}, false
	}
	d, err := unpack(section, text)
	return d, err == nil
}

// A keptDiagnostic is a diagnostic with the code of its kind in place of it.
type keptDiagnostic struct {
	Code    string
	Range   diag.Range
	Args    []i18n.Arg
	Related []diag.Range
}

// pack writes a document without its text, and what is wrong with it.
func pack(b []byte, d *parsedFile) []byte {
	switch {
	case d.essay != nil:
		b = cache.Append(b, d.essay)
	case d.call != nil:
		b = cache.Append(b, d.call)
	case d.page != nil:
		b = cache.Append(b, d.page)
	default:
		b = cache.Append(b, d.contributor)
	}
	b = cache.Append(b, &d.front)
	found := keptList(d.list)
	return cache.Append(b, &found)
}

var errUnknownKind = errors.New("build: a diagnostic of no kind")

func unpack(section document.Section, text string) (d parsedFile, err error) {
	d.section = section
	switch section {
	case document.Essays:
		d.essay = new(document.Essay)
		text, err = cache.Decode(text, d.essay)
	case document.Calls:
		d.call = new(document.Call)
		text, err = cache.Decode(text, d.call)
	case document.Pages:
		d.page = new(document.Page)
		text, err = cache.Decode(text, d.page)
	case document.Contributors:
		d.contributor = new(document.Contributor)
		text, err = cache.Decode(text, d.contributor)
	}
	if err != nil {
		return d, err
	}
	if text, err = cache.Decode(text, &d.front); err != nil {
		return d, err
	}
	var found []keptDiagnostic
	if _, err = cache.Decode(text, &found); err != nil {
		return d, err
	}
	d.list, err = restored(found)
	return d, err
}

var kindsByCode = sync.OnceValue(func() map[string]*diag.Kind {
	all := map[string]*diag.Kind{}
	for _, k := range diag.Kinds() {
		all[k.Code] = k
	}
	return all
})

// save writes what was parsed for the next run. It costs time only if it fails,
// so that a folder that cannot be written is no reason to stop.
func (k *kept) save(root *os.Root, names []string, parsed []parsedFile) {
	if err := makeStateDir(root); err != nil {
		return
	}
	w, err := cache.Create(root, cacheName, program())
	if err != nil {
		return
	}
	var record []byte
	for i := range parsed {
		d := &parsed[i]
		if d.section == "" {
			continue
		}
		sum := d.document().Source
		text, ok := k.disk.Get(names[i], sum)
		if !ok {
			record = pack(record[:0], d)
			text = string(record)
		}
		w.Put(names[i], sum, text)
	}
	_ = w.Close()
}

// A staleError says that what was kept is not what is made now: a mistake of
// the program, which LUXI_VERIFY looks for.
type staleError struct{ what string }

func (e *staleError) Error() string { return "build: kept and made anew differ: " + e.what }

// verify compares what was kept of a file with what is parsed of it now.
func verify(name string, was, now parsedFile) error {
	for _, d := range []*parsedFile{&was, &now} {
		if d.section != "" && d.list == nil {
			d.list = diag.List{}
		}
	}
	if !reflect.DeepEqual(was, now) {
		return &staleError{name}
	}
	return nil
}
