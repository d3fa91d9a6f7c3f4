package publish

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/slug"
)

var (
	foreign = diag.Define("foreign-file", diag.Error,
		i18n.Text{ZH: "这个文件不是 luxi 生成的，要用同样的名字就会覆盖它", EN: "luxi did not write this file, and would have to overwrite it"},
		i18n.Text{ZH: "把它移到别处；如果它是 luxi 以前生成的，就清空输出文件夹再生成一次。", EN: "Move it away; if an earlier luxi wrote it, empty the output folder and build again."})

	foreignChanged = diag.Define("foreign-changed", diag.Warning,
		i18n.Text{ZH: "网站里不再有这个文件，但它在生成以后被换过或者改过，所以没有删除", EN: "the site has this file no more, but it was changed after luxi wrote it, so it was not deleted"},
		i18n.Text{ZH: "如果用不着它，就自己删掉；luxi 以后不再过问它。", EN: "Delete it if nobody needs it; luxi will leave it alone from now on."})
)

func (t *Target) place(address string) diag.Range {
	return diag.WholeFile(filepath.Join(t.dir, filepath.FromSlash(address)))
}

// A plan says what becomes of everything that stands and of everything new.
type plan struct {
	fresh, kept int
	folders     map[string]bool   // of the new generation
	keys        map[string]bool   // of its files, where names fold
	stale       map[string]bool   // addresses of the manifest whose files are deleted
	expired     map[string]bool   // the same, of assets; that alone is no reason to publish
	emptied     bool              // a folder of luxi's may be left with nothing in it
	respelled   map[string]string // output to the older spelling of its file, which it replaces
	strangers   map[string]bool   // files, folders and odd things that are not luxi's
	single      bool              // the content of one file is all that changes
	list        diag.List
}

// plan compares the new generation with the manifest and with what stands.
func (t *Target) plan() (*plan, error) {
	p := &plan{
		folders: make(map[string]bool, len(t.next)), stale: map[string]bool{}, expired: map[string]bool{},
		respelled: map[string]string{}, strangers: map[string]bool{},
	}
	if err := t.findFolders(p); err != nil {
		return nil, err
	}
	t.respell(p)
	if err := t.findStale(p); err != nil {
		return nil, err
	}
	t.findStrangers(p)
	blocked, err := t.findBlocked(p)
	if err != nil {
		return nil, err
	}
	if len(blocked) > 0 {
		p.list = blocked // of what is not published there is nothing else to say
	}
	p.list.Sort()
	return p, nil
}

// findBlocked finds the foreign things in whose places outputs would come.
func (t *Target) findBlocked(p *plan) (list diag.List, err error) {
	names := maps.Clone(t.foreign)
	for address, o := range t.next {
		if _, ok := t.standing(address); !ok || !t.wrote(address) {
			name, err := t.inTheWay(p, address)
			if err != nil {
				return nil, err
			}
			if name != "" {
				names[name] = true
			}
		}
		switch {
		case o.fresh():
			p.fresh++
		case o.marks&retired == 0:
			p.kept++
		}
	}
	for name := range names {
		list.Add(foreign.At(t.place(name)))
	}
	return list, nil
}

// findFolders finds the folders of the new generation, and sees that none must
// be a file too.
func (t *Target) findFolders(p *plan) error {
	for address := range t.next {
		for dir := path.Dir(address); dir != "." && !p.folders[dir]; dir = path.Dir(dir) {
			p.folders[dir] = true
		}
	}
	for dir := range p.folders {
		if o := t.next[dir]; o != nil && o.marks&retired == 0 {
			return fmt.Errorf("%s is a file of the site and must be a folder too", dir)
		}
	}
	if t.site != nil && t.site.folds {
		p.keys = map[string]bool{}
		for address := range t.next {
			p.keys[slug.Key(address)] = true
		}
		for dir := range p.folders {
			p.keys[slug.Key(dir)] = true
		}
	}
	return nil
}

// respell finds outputs whose files stand under an older spelling that this
// disk takes for the same name: on Windows and macOS css/Forum.css is found as
// css/forum.css.
func (t *Target) respell(p *plan) {
	if t.site == nil || !t.site.folds {
		return
	}
	for address := range t.next {
		if name, found := t.site.find(address); found.kind == aFile && name != address && t.wrote(name) && t.next[name] == nil {
			p.respelled[address] = name
		}
	}
}

// findStale finds what this publish has to delete, keeps assets for another
// generation, and tells what it leaves because somebody changed it.
func (t *Target) findStale(p *plan) error {
	replaced := map[string]bool{}
	for _, before := range p.respelled {
		replaced[before] = true
	}
	for address, r := range t.old {
		if o := t.next[address]; replaced[address] || o != nil && o.marks&retired == 0 {
			continue
		}
		delete(t.next, address) // retired by an earlier plan of this publish
		if err := t.site.shut(address); err != nil {
			return err
		}
		name, found := t.site.find(address)
		if name != address && (p.keys[slug.Key(name)] || t.wrote(name)) {
			found = stat{} // the name went to another spelling
		}
		switch {
		case found.kind == aFile && t.asWritten(address, r, found):
			t.dismiss(p, name, r, found)
		case found.kind == aFile || found.kind == oddThing:
			p.list.Add(foreignChanged.At(t.place(address)))
			p.strangers[address] = true
		default:
			// A folder has come in its place, or something that is no folder
			// above it: then it is gone, and what is there is not luxi's.
			_, left := t.site.find(path.Dir(address))
			p.emptied = p.emptied || left.kind == aFolder && !p.folders[path.Dir(address)]
		}
	}
	return nil
}

// dismiss deletes a file, or keeps an asset for a generation.
func (t *Target) dismiss(p *plan, address string, r record, found stat) {
	switch {
	case r.marks&anAsset == 0:
		p.stale[address] = true
	case r.marks&retired != 0 || !p.free(t, address):
		p.expired[address] = true
	default:
		r.marks |= retired
		r.show(found)
		t.next[address] = &output{record: r}
		for dir := path.Dir(address); dir != "."; dir = path.Dir(dir) {
			p.folders[dir] = true
		}
	}
}

// free reports whether no output needs the place of a file or of a folder above
// it.
func (p *plan) free(t *Target, address string) bool {
	taken := p.folders[address] || p.keys[slug.Key(address)]
	for dir := path.Dir(address); dir != "."; dir = path.Dir(dir) {
		taken = taken || t.next[dir] != nil
	}
	return !taken
}

// findStrangers finds what stands and is not luxi's: files, odd things, and
// folders below which luxi wrote nothing.
func (t *Target) findStrangers(p *plan) {
	if t.site == nil {
		return
	}
	ours := t.foldersOf()
	for address := range t.site.files {
		if !t.wrote(address) && !p.stale[address] && !p.expired[address] && !t.takenOver(address) {
			p.strangers[address] = true
		}
	}
	for address := range t.site.folders {
		if !ours[address] {
			p.strangers[address] = true
		}
	}
	for address := range t.site.odd {
		if !t.wrote(address) || t.next[address] == nil {
			p.strangers[address] = true
		}
	}
}

// takenOver reports whether a file that luxi did not write became an output,
// because it holds the same.
func (t *Target) takenOver(address string) bool {
	if t.next[address] != nil {
		return true
	}
	if !t.site.folds {
		return false
	}
	for a, o := range t.next {
		if o.from == address && a != address {
			return true
		}
	}
	return false
}

// foldersOf returns the folders in which luxi wrote a file, as they are spelled
// on the disk.
func (t *Target) foldersOf() map[string]bool {
	dirs := foldersOf(t.sorted)
	ours := make(map[string]bool, len(dirs))
	for _, dir := range dirs {
		ours[dir] = true
	}
	if t.site.folds {
		for dir := range ours {
			name, _ := t.site.find(dir)
			ours[name] = true
		}
	}
	return ours
}

// inTheWay returns what foreign thing stands in the way of an output.
func (t *Target) inTheWay(p *plan, address string) (string, error) {
	if t.site == nil {
		return "", nil
	}
	if err := t.site.shut(address); err != nil {
		if t.wrote(address) {
			return "", err
		}
	}
	if name, _ := t.site.obstacle(address); name != "" {
		if !t.goes(p, name) {
			return name, nil
		}
		return "", nil
	}
	name, found := t.site.find(address)
	switch found.kind {
	case aFolder:
		return t.strangerIn(p, name), nil
	case oddThing:
		if !t.wrote(address) {
			return name, nil
		}
	case aFile:
		if name != address && p.respelled[address] == "" && !t.goes(p, name) {
			return t.adopt(address, name)
		}
	}
	return "", nil
}

// adopt takes over a foreign file of another spelling that holds what would be
// written; else it is in the way.
func (t *Target) adopt(address, name string) (string, error) {
	o := t.next[address]
	if !o.fresh() {
		return "", nil
	}
	content, err := t.disk.ReadFile(t.workshop.stagedAt(address, o.staged))
	if err != nil {
		return "", err
	}
	found := t.site.files[name]
	if same, err := t.holds(name, found, content); err != nil || !same {
		return name, nil
	}
	o.staged, o.from = 0, name
	o.show(found)
	return "", nil
}

// goes reports whether this publish deletes or replaces what has a name.
func (t *Target) goes(p *plan, name string) bool {
	return p.stale[name] || p.expired[name] || slices.Contains(slices.Collect(maps.Values(p.respelled)), name)
}

// strangerIn returns what in a folder, in whose place a file must come, will
// not go with what luxi deletes: a file, else an empty folder.
func (t *Target) strangerIn(p *plan, folder string) string {
	var in []string
	prefix := folder + "/"
	for name := range p.strangers {
		if name == folder || strings.HasPrefix(name, prefix) {
			in = append(in, name)
		}
	}
	slices.SortFunc(in, func(a, b string) int {
		_, folderA := t.site.folders[a]
		_, folderB := t.site.folders[b]
		switch {
		case folderA != folderB && folderA:
			return 1
		case folderA != folderB:
			return -1
		}
		return strings.Compare(a, b)
	})
	if len(in) > 0 {
		return in[0]
	}
	return ""
}

// changesFiles reports whether anything but the manifest must be written.
func (t *Target) changesFiles(p *plan) bool {
	return p.fresh > 0 || len(p.stale) > 0 || p.emptied || len(p.respelled) > 0
}

// sortedNext returns the addresses of the new generation, most of which are
// those of the last.
func (t *Target) sortedNext() []string {
	out := make([]string, 0, len(t.next))
	for _, address := range t.sorted {
		if t.next[address] != nil {
			out = append(out, address)
		}
	}
	for address := range t.next {
		if _, ok := t.old[address]; !ok {
			out = append(out, address)
		}
	}
	slices.Sort(out)
	return out
}

// generation returns the manifest of the new generation.
func (t *Target) generation() map[string]record {
	entries := make(map[string]record, len(t.next))
	for address, o := range t.next {
		entries[address] = o.record
	}
	return entries
}
