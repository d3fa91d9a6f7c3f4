package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// A report is what one call found. In JSON it has every sample.
type report struct {
	Machine machine   `json:"machine"`
	Seed    uint64    `json:"seed"`
	Rounds  int       `json:"rounds"`
	Corpora []figures `json:"corpora"`
}

type machine struct {
	System     string `json:"system"`
	Processor  string `json:"processor,omitempty"`
	Processors int    `json:"processors"`
	Go         string `json:"go"`
	Hugo       string `json:"hugo,omitempty"`
	Work       string `json:"work"`
	InMemory   bool   `json:"in_memory"`
}

type figures struct {
	Essays int       `json:"essays"`
	Tasks  []taskRow `json:"tasks"`
}

// A taskRow is what a tool took for a task: medians of the quiet runs, and
// ratios of these to Hugo's.
type taskRow struct {
	Task      string   `json:"task"`
	Tool      string   `json:"tool"`
	Median    sample   `json:"median"`
	WallRatio float64  `json:"wall_to_hugo,omitempty"`
	CPURatio  float64  `json:"cpu_to_hugo,omitempty"`
	Quiet     int      `json:"quiet_runs"`
	Samples   []sample `json:"samples"`
}

func figuresOf(t trial, s samples) figures {
	out := figures{Essays: t.essays}
	for _, task := range tasks {
		hugo := medians(usable(s[task]["hugo"]))
		for _, tool := range t.tools {
			runs := s[task][tool.name]
			if len(runs) == 0 {
				continue
			}
			row := taskRow{Task: task, Tool: tool.name, Median: medians(usable(runs)), Quiet: len(quiet(runs)), Samples: runs}
			if hugo.Wall > 0 {
				row.WallRatio = row.Median.Wall / hugo.Wall
			}
			if hugo.CPU > 0 {
				row.CPURatio = row.Median.CPU / hugo.CPU
			}
			out.Tasks = append(out.Tasks, row)
		}
	}
	return out
}

// fewestQuiet is how many quiet runs a figure needs; of fewer rounds, all.
const fewestQuiet = 3

// quiet returns the runs during which the machine had little else to do.
func quiet(runs []sample) []sample {
	return slices.DeleteFunc(slices.Clone(runs), func(s sample) bool { return s.Others >= 0.1 })
}

// enough reports whether a figure can be made of so many quiet runs.
func enough(quiet, runs int) bool { return quiet >= min(fewestQuiet, runs) }

// usable returns the quiet runs or, where these are too few, all.
func usable(runs []sample) []sample {
	if q := quiet(runs); enough(len(q), len(runs)) {
		return q
	}
	return runs
}

// medians returns the median of each figure by itself.
func medians(runs []sample) sample {
	return sample{
		Wall:   median(runs, func(s sample) float64 { return s.Wall }),
		CPU:    median(runs, func(s sample) float64 { return s.CPU }),
		Peak:   median(runs, func(s sample) int64 { return s.Peak }),
		Others: median(runs, func(s sample) float64 { return s.Others }),
		Files:  median(runs, func(s sample) int { return s.Files }),
		Bytes:  median(runs, func(s sample) int64 { return s.Bytes }),
	}
}

// median returns the middle one, of an even number the mean of the two in the
// middle, and 0 of none.
func median[N int | int64 | float64](runs []sample, of func(sample) N) N {
	var all []N
	for _, s := range runs {
		all = append(all, of(s))
	}
	if len(all) == 0 {
		return 0
	}
	slices.SortFunc(all, cmp.Compare[N])
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// print writes the report as a table for people.
func (r report) print(w io.Writer) error {
	m := r.Machine
	_, err := fmt.Fprintf(w, "%s, %s, %d processors, %s, Hugo %s, in %s\nseed %d, %d rounds, medians of the runs in which the machine was quiet\n",
		m.System, cmp.Or(m.Processor, "unknown processor"), m.Processors, m.Go, cmp.Or(m.Hugo, "not run"), m.Work, r.Seed, r.Rounds)
	if err != nil {
		return err
	}
	for _, f := range r.Corpora {
		if _, err := fmt.Fprintf(w, "\n%d essays\n", f.Essays); err != nil {
			return err
		}
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(table, "task\ttool\twall s\tto Hugo\tCPU s\tto Hugo\tpeak MB\tfiles written\tMB written\tquiet\t")
		for _, row := range f.Tasks {
			fmt.Fprintf(table, "%s\t%s\t%.3f\t%s\t%.3f\t%s\t%s\t%d\t%.1f\t%d of %d\t\n",
				row.Task, row.Tool, row.Median.Wall, ratio(row.WallRatio), row.Median.CPU, ratio(row.CPURatio),
				peak(row.Median.Peak), row.Median.Files, float64(row.Median.Bytes)/1e6, row.Quiet, len(row.Samples))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	if r.disturbed() {
		_, err = fmt.Fprintln(w, "\nOther programs took a tenth of the machine or more too often: these figures are no good to be kept.")
	}
	return err
}

// disturbed reports whether a figure is made of runs that were not quiet.
func (r report) disturbed() bool {
	for _, f := range r.Corpora {
		for _, row := range f.Tasks {
			if !enough(row.Quiet, len(row.Samples)) {
				return true
			}
		}
	}
	return false
}

func ratio(r float64) string {
	if r == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", r)
}

func peak(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", float64(bytes)/1e6)
}
