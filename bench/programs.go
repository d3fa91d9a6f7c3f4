package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// hugoVersion is the release that figures are compared with.
const hugoVersion = "v0.165.0"

// buildLuxi builds luxi from the tree that this program belongs to.
func buildLuxi(ctx context.Context, dir string) (string, error) {
	binary := filepath.Join(dir, executable("luxi-bench-luxi"))
	return binary, goCommand(ctx, nil, "build", "-o", binary, "luxi/cmd/luxi")
}

// findHugo returns the program that was named, else that of hugoVersion in the
// user's cache, which is installed there if it is not.
func findHugo(ctx context.Context, named string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	dir, err := hugoCache()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, executable("hugo"))
	if _, err := os.Stat(binary); err == nil || !errors.Is(err, os.ErrNotExist) {
		return binary, err
	}
	fmt.Fprintln(os.Stderr, "bench: installing Hugo", hugoVersion, "in", dir)
	env := []string{"CGO_ENABLED=0", "GOBIN=" + dir}
	return binary, goCommand(ctx, env, "install", "github.com/gohugoio/hugo@"+hugoVersion)
}

func hugoCache() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "luxi-bench", "hugo-"+hugoVersion), err
}

// versionOf returns the first word with a version in what the program says.
func versionOf(ctx context.Context, binary string) (string, error) {
	said, err := exec.CommandContext(ctx, binary, "version").Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", binary, err)
	}
	for word := range strings.FieldsSeq(string(said)) {
		if strings.HasPrefix(word, "v0.") {
			return word, nil
		}
	}
	return strings.TrimSpace(string(said)), nil
}

func goCommand(ctx context.Context, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, said)
	}
	return nil
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
