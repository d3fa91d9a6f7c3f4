package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// A tool is a program that makes a site of a folder. What it keeps for the next
// run is in state.
type tool struct {
	name    string
	command []string
	dir     string   // of the site; content is in it
	public  string   // what it makes
	state   []string // what it keeps for its next run
}

func luxiTool(dir, binary string) tool {
	site := filepath.Join(dir, "luxi")
	return tool{
		name: "luxi", dir: site, public: filepath.Join(site, "public"), state: []string{filepath.Join(site, ".luxi")},
		command: []string{binary, "build", "--source", site},
	}
}

func hugoTool(dir, binary string) tool {
	site, cache := filepath.Join(dir, "hugo"), filepath.Join(dir, "hugo-cache")
	return tool{
		name: "hugo", dir: site, public: filepath.Join(site, "public"), state: []string{cache, filepath.Join(site, "resources")},
		command: []string{binary, "--source", site, "--cacheDir", cache, "--quiet", "--noBuildLock"},
	}
}

// floorTool runs this program as one that makes nothing of what it reads: it
// writes files of the sizes that another tool wrote.
func floorTool(dir, self string, like tool) tool {
	site := filepath.Join(dir, "floor")
	return tool{
		name: "floor", dir: like.dir, public: filepath.Join(site, "public"),
		command: []string{self, floorCommand, filepath.Join(like.dir, "content"), sizesFile(dir), filepath.Join(site, "public")},
	}
}

// clear removes what the tool made and kept. On a tmpfs that is free. On a disk
// it would be paid for by the next run, which has to look for inodes past all
// those that were freed, so there things are only moved away.
func (t tool) clear(aside string) error {
	for _, name := range append([]string{t.public}, t.state...) {
		if inMemory(t.dir) {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
			continue
		}
		if err := os.MkdirAll(aside, 0o755); err != nil {
			return err
		}
		old, err := os.MkdirTemp(aside, "old-")
		if err != nil {
			return err
		}
		if err := os.Rename(name, filepath.Join(old, "was")); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// A sample is what one run took.
type sample struct {
	Wall   float64 `json:"wall_seconds"`
	CPU    float64 `json:"cpu_seconds"` // user and system
	Peak   int64   `json:"peak_bytes"`  // of resident memory; 0 where it could not be told
	Others float64 `json:"others"`      // share of the machine that other processes took; 0 of a run too short to tell
	Files  int     `json:"files_written"`
	Bytes  int64   `json:"bytes_written"`
}

// run runs the tool once and measures it.
func (t tool) run(ctx context.Context) (sample, error) {
	before, err := fileClock(filepath.Dir(t.dir))
	if err != nil {
		return sample{}, err
	}
	cmd := exec.CommandContext(ctx, t.command[0], t.command[1:]...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.Dir = t.dir
	busy, start := busySeconds(), time.Now()
	err = cmd.Run()
	wall := time.Since(start).Seconds()
	busy = busySeconds() - busy
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", t.name, err, output.Bytes())
	}
	s := sample{Wall: wall, CPU: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	if wall >= 0.1 { // the kernel counts in hundredths of a second
		s.Others = max(0, (busy-s.CPU)/(wall*float64(runtime.NumCPU())))
	}
	if peak := peakMemory(cmd.ProcessState); peak > ownPeakMemory() {
		s.Peak = peak
	}
	s.Files, s.Bytes, err = written(t.public, before)
	return s, err
}

// fileClock returns the time that the file system gives to a file now. It may
// be behind that of the machine by some milliseconds.
func fileClock(dir string) (time.Time, error) {
	f, err := os.CreateTemp(dir, "clock-")
	if err != nil {
		return time.Time{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// written counts the files below a folder that were written since a time.
func written(dir string, since time.Time) (files int, size int64, err error) {
	err = eachFile(dir, func(name string, info os.FileInfo) error {
		if !info.ModTime().Before(since) {
			files++
			size += info.Size()
		}
		return nil
	})
	return files, size, err
}

// eachFile visits the files below a folder, by paths with slashes.
func eachFile(dir string, visit func(name string, info os.FileInfo) error) error {
	return filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		return visit(filepath.ToSlash(rel), info)
	})
}
