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
	"errors"
	"os"
	"path"
	"slices"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/slug"
)

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
	return to(dir, state, outputs, func(d disk) disk { return d })
}

func to(dir, state string, outputs []build.Output, on func(disk) disk) (Report, diag.List, error) {
	if err := makeOutputFolder(dir); err != nil {
		return Report{}, nil, err
	}
	site, err := os.OpenRoot(dir)
	if err != nil {
		return Report{}, nil, err
	}
	defer site.Close()
	unlock, err := lock(state, dir)
	if err != nil {
		return Report{}, nil, err
	}
	defer unlock()
	own, err := os.OpenRoot(state)
	if err != nil {
		return Report{}, nil, err
	}
	defer own.Close()
	m := &manifest{disk: on(own), name: manifestName(state, dir)}
	if err := m.read(); err != nil {
		return Report{}, nil, err
	}
	p := newPublisher(dir, on(site), m, outputs)
	list, err := p.publish(outputs)
	slices.Sort(p.report.Deleted)
	return p.report, list, err
}

type publisher struct {
	dir      string // for diagnostics
	disk     disk
	manifest *manifest
	report   Report

	outputs   map[string]entry    // by address: what the site holds from now on
	listed    map[string][]string // addresses of the manifest by their key
	spellings map[string]string   // of an output that stands under an older spelling: that one
	respelled map[string]bool     // those older spellings
	fresh     []string            // addresses that wait in the staging folder
	stale     []stale
}

func newPublisher(dir string, d disk, m *manifest, outputs []build.Output) *publisher {
	p := &publisher{
		dir: dir, disk: d, manifest: m,
		outputs: map[string]entry{}, listed: map[string][]string{},
		spellings: map[string]string{}, respelled: map[string]bool{},
	}
	for _, o := range outputs {
		p.outputs[o.Address] = entry{}
	}
	for _, a := range m.addresses() {
		p.listed[slug.Key(a)] = append(p.listed[slug.Key(a)], a)
	}
	return p
}

func (p *publisher) wants(address string) bool {
	_, ok := p.outputs[address]
	return ok
}

func (p *publisher) publish(outputs []build.Output) (list diag.List, err error) {
	if err := p.disk.RemoveAll(stagingName); err != nil {
		return nil, err
	}
	begun := false
	defer func() {
		err = errors.Join(err, p.disk.RemoveAll(stagingName))
		if begun && err != nil {
			err = &UnfinishedError{err}
		}
	}()
	changed, list, err := p.compareAll(outputs)
	if err != nil || list.HasErrors() {
		return list, err
	}
	if list, err = p.findStale(); err != nil { // what was in the list was an error
		return nil, err
	}
	for _, o := range changed {
		if err := p.stage(o); err != nil {
			return nil, err
		}
	}
	if len(p.fresh) == 0 && manifestText(p.manifest.entries) == manifestText(p.outputs) {
		return list, nil
	}
	// Until all is done, the files of both generations count as written by
	// luxi: a publish that was killed is then mended by the next.
	if err := p.manifest.write(both(p.manifest.entries, p.outputs)); err != nil {
		return nil, err
	}
	begun = true
	if err := p.commit(); err != nil {
		return list, err
	}
	return list, p.manifest.write(p.outputs)
}

// stage writes an output to the staging folder.
func (p *publisher) stage(o build.Output) error {
	content, err := o.Read()
	if err != nil {
		return err
	}
	p.outputs[o.Address] = hashed(content)
	if err := p.disk.MkdirAll(path.Dir(staged(o.Address)), 0o755); err != nil {
		return err
	}
	if err := p.disk.WriteFile(staged(o.Address), content, 0o644); err != nil {
		return err
	}
	p.fresh = append(p.fresh, o.Address)
	return p.disk.Chmod(staged(o.Address), 0o644) // whatever the umask
}

func staged(address string) string { return path.Join(stagingName, "files", address) }
