// Package publish makes a folder hold the files of a site, all of them or none:
// those that changed are written, those that an earlier publish wrote and this
// one does not have are deleted, and everything else in the folder is left alone.
//
// # How
//
// A [Target] is opened, told of every file by Has or Put, and committed. Put
// writes to a workshop at once: a folder of luxi's own on the same file system.
// So a full disk or a missing permission is met before anything is changed, and
// no content waits in memory. Commit then puts the new files in place in one of
// two ways.
//
// Exchange: the workshop holds a whole tree of the new generation. Files that
// did not change are hard links of those that stand, so that they keep inode and
// times, and so are foreign ones. One call swaps the two trees: renameat2(2) with
// RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS. Whoever looks
// sees the old site or the new one. The old tree stays in the workshop as a
// spare. The next publish compares it with the site by inodes and makes the next
// generation of it with a few links, where a tree made anew takes one for each
// file. Whatever a kill left there is put right by the same comparison. Folders
// that are as they were when they were last read are not read again. An output
// folder that is not there yet is one rename of the tree, on every system.
//
// Journal: where trees cannot be exchanged, because the system or file system
// cannot, the folder is a mount point, or it holds what a link cannot carry over
// (".git", a symbolic link, another file system, folders of other owners), the
// new files are renamed to their places one by one: what pages refer to, then
// pages, then feeds and the lists that lead to pages; deletions last. Each file is
// old or new, never torn. Before the first step a pending manifest is written; a
// publish that was killed is carried on by the next one from that. A step that
// fails is undone together with those before it. This is the only way on Windows,
// which has no exchange. And it is the way everywhere when the content of one file
// is all that changes, because one rename is as whole as an exchange.
//
// Before either, one sync of the file system (syncfs(2) on Linux, sync(2) and
// F_FULLFSYNC on macOS, none on Windows) makes the new files outlive a power
// failure; a sync of each takes ten times as long.
//
// # What luxi wrote
//
// It is known from a manifest, kept in the state folder, outside the site: for
// each file what it was made from, a hash of its content, and what the system
// shows of it. A file of which the system shows the same is as luxi wrote it; in
// doubt its content is hashed. A file that somebody changed is made anew. Without
// a manifest, or with a damaged one, a file that stands and holds what would be
// written is taken over, and any other is foreign.
package publish

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cespare/xxhash/v2"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// A Report says what a publish did.
type Report struct {
	Written   int
	Unchanged int
	Deleted   []string // addresses that answer no more, sorted; assets with a fingerprint are not named
}

// ErrStopped is returned after [Target.Stop].
var ErrStopped = errors.New("publish was stopped")

// An UnfinishedError stopped a publish after the first file was changed, and
// what was done could not be undone. The next publish finishes the work.
type UnfinishedError struct{ Err error }

func (e *UnfinishedError) Error() string { return "publish is unfinished: " + e.Err.Error() }

// Unwrap returns what the machine said.
func (e *UnfinishedError) Unwrap() error { return e.Err }

var damaged = diag.Define("manifest-damaged", diag.Warning,
	i18n.Text{ZH: "luxi 记着写过哪些文件的清单坏了，这次没有用它", EN: "luxi's list of the files that it wrote is damaged, and was not used"},
	i18n.Text{ZH: "和这次要写的一样的文件，luxi 认作自己的；多出来的旧网页要自己删掉。", EN: "Files that hold what luxi would write count as its own; old pages that are left over must be deleted by hand."})

// A Target is an output folder that is being published to. Its methods may be
// called side by side.
type Target struct {
	dir    string // as it was given, for diagnostics
	root   string // without links
	disk   disk
	ledger ledger
	unlock func()

	old      map[string]record
	sorted   []string  // the addresses of old
	manifest uint64    // the hash of the file that lists them, where there is one
	site     *tree     // what stands; nil if the folder is not there
	surveyed bool      // it holds what luxi did not write, too
	asOf     time.Time // before that was looked for
	memory   memory
	list     diag.List
	doubts   atomic.Int64 // files that only their content showed to be as written

	gate     sync.RWMutex // held by Has and Put together, by what ends the publish alone
	stopping atomic.Bool
	closed   bool
	changed  bool // the folder holds the new generation

	mu       sync.Mutex // guards what is below
	next     map[string]*output
	foreign  map[string]bool // that an output would have to overwrite
	workshop workshop
}

// An output is a file of the new generation.
type output struct {
	record
	from string // the address at which an unchanged file stands, if it is spelled differently
}

func (o *output) fresh() bool { return o.staged != 0 }

// Open locks dir for publishing and looks at what it holds. The manifest of dir
// is kept in state, which is made where it does not exist; dir is made by the
// first Commit. What a killed publish left is finished or cleared away. The error
// is a [BusyError] while another program publishes to dir.
func Open(dir, state string) (*Target, error) { return open(dir, state, host{}) }

func open(dir, state string, d disk) (*Target, error) {
	if err := os.MkdirAll(state, folderMode); err != nil {
		return nil, err
	}
	root, err := realPath(dir)
	if err != nil {
		return nil, err
	}
	t := &Target{
		dir: dir, root: root, disk: d, ledger: newLedger(d, state, dir),
		next: map[string]*output{}, foreign: map[string]bool{},
	}
	if t.unlock, err = lock(t.ledger.lockFile()); err != nil {
		return nil, err
	}
	if err := t.begin(); err != nil {
		t.unlock()
		return nil, err
	}
	return t, nil
}

// realPath resolves links on the way to the output folder, which may be one.
func realPath(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(dir); err == nil {
		return filepath.EvalSymlinks(dir)
	}
	above := filepath.Dir(dir)
	if above == dir {
		return dir, nil
	}
	above, err = realPath(above)
	return filepath.Join(above, filepath.Base(dir)), err
}

func (t *Target) begin() error {
	m, err := t.ledger.read(t.ledger.standing())
	switch {
	case errors.Is(err, errDamaged):
		t.list.Add(damaged.At(diag.WholeFile(t.ledger.standing())))
		m = &manifest{}
	case err == nil && m == nil:
		m, err = t.ledger.readEarlier()
	}
	if err != nil && !errors.Is(err, errDamaged) {
		return err
	}
	t.stands(m)
	if err := t.recover(); err != nil {
		return err
	}
	t.next = make(map[string]*output, len(t.old))
	if len(t.old) > 0 {
		t.site, err = look(t.disk, t.root, t.sorted)
		if err != nil || t.site == nil || !t.site.folds {
			return err
		}
	}
	// What is foreign is soon asked for; and where names fold, only a folder
	// that was read says how they are spelled.
	return t.survey()
}

// stands makes a manifest the one of what luxi wrote.
func (t *Target) stands(m *manifest) {
	if m.sorted == nil {
		m.sorted = slices.Sorted(maps.Keys(m.entries))
	}
	t.old, t.sorted, t.manifest = m.entries, m.sorted, m.hash
}

// survey learns all that stands, where until now only what the manifest lists
// was looked at.
func (t *Target) survey() (err error) {
	if t.surveyed {
		return nil
	}
	t.asOf = time.Now()
	if t.site == nil || t.site.folds {
		t.site, err = scan(t.disk, t.root, false)
	} else if t.memory, err = t.remembered(); err == nil {
		err = t.site.complete(t.disk, false, func(dir string, s stat) bool { return knows(t.memory.standing, dir, s, t.asOf) })
	}
	t.surveyed = err == nil
	return err
}

// Has reports whether the file that stands at an address was made from key by
// luxi and is as luxi wrote it. It then belongs to the new generation, and need
// not be Put.
func (t *Target) Has(address string, key fingerprint.Sum) bool {
	t.gate.RLock()
	defer t.gate.RUnlock()
	r, ok := t.old[address]
	if !ok || r.key != key || key.IsZero() || t.closed || t.stopping.Load() {
		return false
	}
	if t.site == nil {
		return false
	}
	found, ok := t.site.files[address]
	if !ok || !t.asWritten(address, r, found) {
		return false
	}
	return t.keep(address, r, found) == nil
}

// keep takes a file that stands into the new generation.
func (t *Target) keep(address string, r record, found stat) error {
	r.marks &^= retired | unhashed
	r.show(found)
	return t.claim(address, &output{record: r})
}

func (t *Target) claim(address string, o *output) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next[address] != nil {
		return fmt.Errorf("two files for %s", address)
	}
	t.next[address] = o
	return nil
}

// show takes over what the system shows of the file.
func (r *record) show(s stat) { r.size, r.mtime, r.ctime, r.ino = s.size, s.mtime, s.ctime, s.ino }

// asWritten reports whether a file that stands holds what luxi wrote. The time
// of a change of the inode counts, because the other times can be set by hand; a
// new hard link changes it too, and then the content decides.
func (t *Target) asWritten(address string, r record, found stat) bool {
	switch {
	case found.kind != aFile:
		return false
	case r.marks&unhashed != 0:
		return true
	case r.size >= 0 && r.size != found.size:
		return false
	case r.size >= 0 && r.mtime == found.mtime && r.ctime == found.ctime && r.ino == found.ino:
		return true
	}
	content, err := t.disk.ReadFile(t.site.at(address))
	if err != nil || xxhash.Sum64(content) != r.hash {
		return false
	}
	t.doubts.Add(1)
	return true
}

// Put makes a file of the new generation, of what it was made from and what it
// holds. If the file that stands at the address holds the same, it stays as it
// is. No file may be Put twice. After an error the publish can only be closed.
func (t *Target) Put(address string, key fingerprint.Sum, content []byte) error {
	return t.put(address, record{key: key}, content)
}

// PutAsset is Put for a file whose name holds a fingerprint of its content, such
// as css/forum.3f9a2c1d.css. When the site refers to it no more, it is kept for
// one further publish, because cached pages do.
func (t *Target) PutAsset(address string, key fingerprint.Sum, content []byte) error {
	return t.put(address, record{key: key, marks: anAsset}, content)
}

func (t *Target) put(address string, r record, content []byte) error {
	t.gate.RLock()
	defer t.gate.RUnlock()
	switch {
	case t.stopping.Load():
		return ErrStopped
	case t.closed:
		return os.ErrClosed
	}
	r.hash, r.size = xxhash.Sum64(content), int64(len(content))
	if found, ok := t.standing(address); ok {
		switch same, err := t.holds(address, found, content); {
		case same:
			return t.keep(address, r, found)
		case !t.wrote(address):
			t.mu.Lock()
			t.foreign[address] = true
			t.mu.Unlock()
			return t.claim(address, &output{record: r})
		case err != nil:
			return err
		}
	}
	return t.stage(address, r, content)
}

func (t *Target) standing(address string) (stat, bool) {
	if t.site == nil {
		return stat{}, false
	}
	found, ok := t.site.files[address]
	if ok || t.surveyed || t.wrote(address) {
		return found, ok
	}
	v := visitor{disk: t.disk, tree: t.site, entered: map[string]bool{}, folders: map[string]stat{}}
	return v.file(address)
}

func (t *Target) wrote(address string) bool {
	_, ok := t.old[address]
	return ok
}

// holds reports whether a file that stands holds a content. What the manifest
// says of it saves most of the reading, but is not enough for a yes: the hash is
// not one that nobody can find two contents for.
func (t *Target) holds(address string, found stat, content []byte) (bool, error) {
	if found.size != int64(len(content)) {
		return false, nil
	}
	old, ours := t.old[address]
	if ours && old.hash != xxhash.Sum64(content) && old.mtime == found.mtime && old.ctime == found.ctime && old.ino == found.ino {
		return false, nil
	}
	standing, err := t.disk.ReadFile(t.site.at(address))
	if err != nil {
		if os.IsPermission(err) {
			return false, nil // a file of luxi's that somebody has shut is made anew
		}
		return false, err
	}
	return string(standing) == string(content), nil
}

// Close ends the publish. Without a Commit nothing has changed in the folder,
// and what was staged is gone.
func (t *Target) Close() error {
	t.gate.Lock()
	defer t.gate.Unlock()
	if t.closed {
		return nil
	}
	t.closed = true
	err := t.clearStaged()
	t.unlock()
	if t.changed {
		return nil // the site is settled; the next publish sweeps away what is left
	}
	return err
}

// Stop closes the target for a program that was told to end, while others may
// still be using it: a Put at work is waited for, a Commit at work is stopped
// unless it has begun to change the folder. It reports whether the folder holds
// the new generation.
func (t *Target) Stop() (changed bool, err error) {
	t.stopping.Store(true)
	err = t.Close()
	return t.changed, err
}
