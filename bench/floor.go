package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// floorCommand is the first argument with which this program runs itself as
// the floor.
const floorCommand = "floor"

// sizesFile lists the files that the floor writes: a size, a tab and a path on
// each line.
func sizesFile(dir string) string { return filepath.Join(dir, "sizes") }

// listSizes writes that list from a site that was made.
func listSizes(name, public string) error {
	var b bytes.Buffer
	err := eachFile(public, func(file string, info os.FileInfo) error {
		fmt.Fprintf(&b, "%d\t%s\n", info.Size(), file)
		return nil
	})
	if err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// floor does what every generator has to: it reads each file of the content,
// and then writes files of the listed sizes, on all processors.
func floor(content, sizes, public string) error {
	var sources []string
	err := filepath.WalkDir(content, func(name string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			sources = append(sources, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	read := make([][]byte, len(sources)) // kept, as by a generator
	err = parallel(len(sources), func(i int) (err error) {
		read[i], err = os.ReadFile(sources[i])
		return err
	})
	if err != nil {
		return err
	}
	outputs, largest, err := readSizes(sizes)
	if err != nil {
		return err
	}
	filler := bytes.Repeat([]byte("群众的事无小事。\n"), largest/25+1)
	return parallel(len(outputs), func(i int) error {
		name := filepath.Join(public, filepath.FromSlash(outputs[i].name))
		text := filler[:outputs[i].size]
		if err := os.WriteFile(name, text, 0o644); !os.IsNotExist(err) {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		return os.WriteFile(name, text, 0o644)
	})
}

type sized struct {
	name string
	size int
}

func readSizes(name string) (list []sized, largest int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		number, file, _ := strings.Cut(lines.Text(), "\t")
		size, err := strconv.Atoi(number)
		if err != nil {
			return nil, 0, err
		}
		list, largest = append(list, sized{file, size}), max(largest, size)
	}
	return list, largest, lines.Err()
}

// parallel calls do for 0 to n-1, on all processors, and returns the first
// error.
func parallel(n int, do func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for worker := range errs {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if errs[worker] = do(i); errs[worker] != nil {
					return
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
