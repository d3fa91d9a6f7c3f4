package watch

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// remote reports whether a folder is on a share or a mapped drive.
func remote(dir string) bool {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(dir) + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}
