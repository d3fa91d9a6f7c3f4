package watch

import "golang.org/x/sys/unix"

// remote reports whether a folder is on a file system of another machine, which
// does not tell what happens there (statfs(2), MNT_LOCAL).
func remote(dir string) bool {
	var s unix.Statfs_t
	return unix.Statfs(dir, &s) == nil && s.Flags&unix.MNT_LOCAL == 0
}
