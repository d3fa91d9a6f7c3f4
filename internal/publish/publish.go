// Package publish makes a folder hold the files of a site: those that changed
// are written, those that an earlier publish wrote and this one does not have
// are deleted, and everything else in the folder is left alone.
//
// What luxi wrote is known from a manifest, which is kept outside the folder.
// All new files are written to a staging folder first, so that a full disk or
// a missing permission is met before anything is changed; then each is renamed
// to its place, and deletions come last. A file that did not change is not
// touched, so that copies by time or by size move little.
package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var foreign = diag.Define("foreign-file", diag.Error,
	i18n.Text{ZH: "这个文件不是 luxi 生成的，要用同样的名字就会覆盖它", EN: "luxi did not write this file, and would have to overwrite it"},
	i18n.Text{ZH: "把它移到别处；如果它是 luxi 以前生成的，就清空输出文件夹再生成一次。", EN: "Move it away; if an earlier luxi wrote it, empty the output folder and build again."})

// stagingName is the folder, in the output folder, in which new files wait.
// A killed publish may leave it; the next one removes it.
const stagingName = ".luxi-staging"

// A Report says what a publish did.
type Report struct {
	Written   int
	Unchanged int
	Deleted   []string // addresses, sorted
}

// ErrBusy is returned while another publish to the same folder is at work.
var ErrBusy = errors.New("another publish to this folder is at work")

// An UnfinishedError stopped a publish after the first file was changed. The
// next publish finishes the work.
type UnfinishedError struct{ Err error }

func (e *UnfinishedError) Error() string { return "publish is unfinished: " + e.Err.Error() }

// Unwrap returns what the machine said.
func (e *UnfinishedError) Unwrap() error { return e.Err }

// To makes dir hold the outputs. The manifest of dir is kept in state, both
// are made where they do not exist. With an error in the list, or an error that
// is no [UnfinishedError], the files of dir are as they were.
func To(dir, state string, outputs []build.Output) (Report, diag.List, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Report{}, nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Report{}, nil, err
	}
	defer root.Close()
	p := publisher{root: root, dir: dir, manifest: newManifest(state, dir)}
	unlock, err := p.manifest.lock()
	if err != nil {
		return Report{}, nil, err
	}
	defer unlock()
	if err := p.manifest.read(); err != nil {
		return Report{}, nil, err
	}
	list, err := p.publish(outputs)
	return p.report, list, err
}

type publisher struct {
	root     *os.Root
	dir      string
	manifest *manifest
	report   Report
	fresh    []string // addresses that wait in the staging folder
}

func (p *publisher) publish(outputs []build.Output) (list diag.List, err error) {
	if err := p.root.RemoveAll(stagingName); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.root.RemoveAll(stagingName)) }()
	wanted := map[string]bool{}
	for _, o := range outputs {
		wanted[o.Address] = true
	}
	var changed []build.Output
	for _, o := range outputs {
		state, err := p.compare(o, wanted)
		if err != nil {
			return nil, err
		}
		switch {
		case state.foreign != "":
			list.Add(foreign.At(diag.WholeFile(filepath.Join(p.dir, filepath.FromSlash(state.foreign)))))
		case state.changed:
			changed = append(changed, o)
		default:
			p.report.Unchanged++
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	for _, o := range changed {
		if err := p.stage(o); err != nil {
			return nil, err
		}
	}
	var stale []string
	for _, a := range p.manifest.addresses {
		if !wanted[a] {
			stale = append(stale, a)
		}
	}
	if len(p.fresh) == 0 && len(stale) == 0 && len(p.manifest.addresses) == len(wanted) {
		return nil, nil
	}
	// Until all is done, the files of both generations count as written by
	// luxi: a publish that was killed is then mended by the next.
	if err := p.manifest.write(append(stale, addresses(outputs)...)); err != nil {
		return nil, err
	}
	err = p.commit(stale)
	if err == nil {
		err = p.manifest.write(addresses(outputs))
	}
	slices.Sort(p.report.Deleted)
	if err != nil {
		return nil, &UnfinishedError{err}
	}
	return nil, nil
}

func addresses(outputs []build.Output) []string {
	var out []string
	for _, o := range outputs {
		out = append(out, o.Address)
	}
	return out
}

// A comparison is what becomes of an output: it is written if it changed,
// unless a foreign file stands in its way.
type comparison struct {
	changed bool
	foreign string
}

func (p *publisher) compare(o build.Output, wanted map[string]bool) (comparison, error) {
	content, err := o.Read()
	if err != nil {
		return comparison{}, err
	}
	if blocker := p.blocker(o.Address, wanted); blocker != "" {
		return comparison{foreign: blocker}, nil
	}
	old, err := p.root.ReadFile(o.Address)
	switch {
	case err == nil && bytes.Equal(old, content):
		return comparison{}, nil
	case err == nil && !p.manifest.has(o.Address):
		return comparison{foreign: o.Address}, nil
	}
	return comparison{changed: true}, nil
}

// stage writes an output to the staging folder.
func (p *publisher) stage(o build.Output) error {
	content, err := o.Read()
	if err != nil {
		return err
	}
	staged := path.Join(stagingName, o.Address)
	if err := p.root.MkdirAll(path.Dir(staged), 0o755); err != nil {
		return err
	}
	if err := p.root.WriteFile(staged, content, 0o644); err != nil {
		return err
	}
	p.fresh = append(p.fresh, o.Address)
	return p.root.Chmod(staged, 0o644) // whatever the umask
}

// blocker returns a foreign file that stands where a folder of the address
// must be, or a foreign folder that stands where its file must be.
func (p *publisher) blocker(address string, wanted map[string]bool) string {
	for dir := path.Dir(address); dir != "."; dir = path.Dir(dir) {
		info, err := p.root.Lstat(dir)
		if err == nil && !info.IsDir() && (!p.manifest.has(dir) || wanted[dir]) {
			return dir
		}
	}
	if info, err := p.root.Lstat(address); err != nil || !info.IsDir() {
		return ""
	}
	blocker := ""
	err := fs.WalkDir(p.root.FS(), address, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !p.manifest.has(name) {
			blocker = name
			return fs.SkipAll
		}
		return err
	})
	if err != nil {
		return address
	}
	return blocker
}

// commit renames the staged files to their places and deletes stale ones:
// first those in whose place a folder comes or in whose folder's place a file
// comes, the others last.
func (p *publisher) commit(stale []string) error {
	var later []string
	for _, s := range stale {
		if !slices.ContainsFunc(p.fresh, func(f string) bool {
			return strings.HasPrefix(f, s+"/") || strings.HasPrefix(s, f+"/")
		}) {
			later = append(later, s)
			continue
		}
		if err := p.delete(s); err != nil {
			return err
		}
	}
	slices.SortStableFunc(p.fresh, byKind)
	for _, a := range p.fresh {
		if err := p.makeFolders(path.Dir(a)); err != nil {
			return err
		}
		if err := p.root.Rename(path.Join(stagingName, a), a); err != nil {
			return err
		}
		p.report.Written++
	}
	for _, s := range later {
		if err := p.delete(s); err != nil {
			return err
		}
	}
	return nil
}

// makeFolders makes a folder and those above it, with one mode whatever the
// umask: what is published must be readable by a web server.
func (p *publisher) makeFolders(dir string) error {
	if dir == "." {
		return nil
	}
	if err := p.makeFolders(path.Dir(dir)); err != nil {
		return err
	}
	err := p.root.Mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return errors.Join(err, p.root.Chmod(dir, 0o755))
}

// byKind puts what pages refer to before pages, and the lists that lead to
// pages after them.
func byKind(a, b string) int { return rank(a) - rank(b) }

func rank(address string) int {
	switch {
	case path.Ext(address) != ".html":
		return 0
	case path.Base(address) != "index.html":
		return 1
	}
	return 2
}

// delete removes a file and the folders that it leaves empty.
func (p *publisher) delete(address string) error {
	err := p.root.Remove(address)
	switch {
	case err == nil:
		p.report.Deleted = append(p.report.Deleted, address)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	for dir := path.Dir(address); dir != "."; dir = path.Dir(dir) {
		if p.root.Remove(dir) != nil { // not empty, or gone
			break
		}
	}
	return nil
}
