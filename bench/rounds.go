package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// The tasks, in the order in which each round does them.
const (
	cold      = "cold build"
	unchanged = "nothing changed"
	changed   = "one essay changed"
)

var tasks = []string{cold, unchanged, changed}

// samples are what the runs of a task took, by task and tool.
type samples map[string]map[string][]sample

// A trial is one corpus and the tools that build it.
type trial struct {
	dir    string // of both sites
	corpus corpus
	essays int
	tools  []tool
}

// measure runs all tools in turn, in an order that moves on with each round, so
// that none is always the first after another. A cold round before them is not
// counted: it brings the programs into memory and tells the floor what to write.
func (t trial) measure(ctx context.Context, rounds int, say func(string)) (samples, error) {
	for _, tool := range t.tools {
		if tool.name == "floor" {
			if err := listSizes(sizesFile(t.dir), t.tools[0].public); err != nil {
				return nil, err
			}
		}
		if _, err := t.once(ctx, tool, cold, 0); err != nil {
			return nil, err
		}
	}
	out := samples{}
	for _, task := range tasks {
		out[task] = map[string][]sample{}
	}
	for round := range rounds {
		for _, task := range tasks {
			for i := range t.tools {
				tool := t.tools[(i+round)%len(t.tools)]
				if tool.name == "floor" && task != cold {
					continue
				}
				s, err := t.once(ctx, tool, task, round)
				if err != nil {
					return nil, err
				}
				out[task][tool.name] = append(out[task][tool.name], s)
				say(fmt.Sprintf("%d essays, round %d: %s, %s: %.3f s", t.essays, round+1, tool.name, task, s.Wall))
			}
		}
	}
	return out, nil
}

// once runs one tool for one task. A changed essay is put back afterwards.
func (t trial) once(ctx context.Context, tool tool, task string, round int) (sample, error) {
	switch task {
	case cold:
		if err := tool.clear(filepath.Join(t.dir, "aside")); err != nil {
			return sample{}, err
		}
	case changed:
		name := essayFile(t.dir, tool.name, t.corpus.essay((t.essays/2+round)%t.essays))
		before, err := os.ReadFile(name)
		if err != nil {
			return sample{}, err
		}
		after := fmt.Appendf(before[:len(before):len(before)], "\n这一段是第%d次后来补上的。\n", round+1)
		if err := os.WriteFile(name, after, 0o644); err != nil {
			return sample{}, err
		}
		s, err := tool.run(ctx)
		if back := os.WriteFile(name, before, 0o644); err == nil {
			err = back
		}
		return s, err
	}
	return tool.run(ctx)
}
