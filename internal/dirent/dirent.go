// Package dirent reads what a folder holds as the system tells it: names, and
// what stands under them as far as that is known without a look at each. An
// [os.File] looks at each when its folder was opened through an [os.Root], and
// costs several calls for itself, which with 10,000 folders is most of the time.
//
// Only Linux is read so; elsewhere the package is empty.
package dirent
