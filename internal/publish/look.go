package publish

import (
	"path"
	"runtime"
	"sync"
	"sync/atomic"
)

// look looks at some files of a folder, which are sorted, and at the folders on
// the way to them, and reads no folder: what else stands there is not known
// before [tree.complete]. Most builds change nothing, and that is all that they
// must know. A folder that is not there is nil.
func look(d disk, root string, addresses []string) (*tree, error) {
	t, err := topOf(d, root, len(addresses))
	if t == nil || err != nil {
		return nil, err
	}
	const part = 64
	var mu sync.Mutex
	_ = inParts((len(addresses)+part-1)/part, func(i int) error {
		v := visitor{disk: d, tree: t, entered: map[string]bool{}, folders: map[string]stat{}}
		of := addresses[i*part : min((i+1)*part, len(addresses))]
		files := make([]stat, len(of))
		for at, address := range of {
			files[at], _ = v.file(address)
		}
		mu.Lock()
		defer mu.Unlock()
		for dir, s := range v.folders {
			t.folders[dir] = s
		}
		for at, address := range of {
			if files[at].kind == aFile {
				t.files[address] = files[at]
			}
		}
		return nil
	})
	t.findFolding(d)
	return t, nil
}

// A visitor goes to files through folders only, and follows no link.
type visitor struct {
	disk    disk
	tree    *tree
	entered map[string]bool
	folders map[string]stat
}

// file looks at a file. What cannot be looked at is told by [tree.complete].
func (v *visitor) file(address string) (found stat, ok bool) {
	if !v.enter(path.Dir(address)) {
		return stat{}, false
	}
	found, err := v.disk.Stat(v.tree.at(address))
	return found, err == nil && found.kind == aFile
}

func (v *visitor) enter(dir string) bool {
	if dir == "." {
		return true
	}
	ok, known := v.entered[dir]
	if !known {
		ok = v.enter(path.Dir(dir)) && v.isFolder(dir)
		v.entered[dir] = ok
	}
	return ok
}

func (v *visitor) isFolder(dir string) bool {
	s, err := v.disk.Stat(v.tree.at(dir))
	if err != nil || s.kind != aFolder || s.dev != v.tree.top.dev || path.Base(dir) == gitName {
		return false
	}
	v.folders[dir] = s
	return true
}

// workers is how many folders and files are looked at side by side: enough to
// keep a disk busy, few enough for a limit of 64 open files.
const workers = 4

// inParts calls work for 0 to n-1 until one fails: side by side, but a few one
// after the other.
func inParts(n int, work func(i int) error) error {
	if n < 4*workers {
		for i := range n {
			if err := work(i); err != nil {
				return err
			}
		}
		return nil
	}
	step := min(32, n/(4*workers)+1) // so that nobody waits long for the last
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var wait sync.WaitGroup
	for range min(max(2, runtime.GOMAXPROCS(0)), workers) {
		wait.Go(func() {
			for failed.Load() == nil {
				first := int(next.Add(int64(step))) - step
				if first >= n {
					return
				}
				for i := first; i < min(first+step, n); i++ {
					if err := work(i); err != nil {
						failed.CompareAndSwap(nil, &err)
						return
					}
				}
			}
		})
	}
	wait.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
