package decode

import (
	"testing"

	"github.com/BurntSushi/toml"

	"luxi/internal/diag"
)

const benchText = `title = "全面建设四个新高地"
subtitle = "奋力打造全市黄河流域生态保护和高质量发展核心区"
date = 2022-08-01
call = "2022"
received = 2022-07-25T16:30:00+08:00
region = "东阿县"
draft = false
weight = 3
tags = ["黄河流域", "高质量发展"]
grace = "48h"

[[authors]]
name = "郝学兰"
position = "中共东阿县委书记"
`

// BenchmarkDecode compares a text without mistakes with what the parser alone
// takes to fill a struct, which tells no key that it does not know. Read the
// two in one run:
//
//	go test -run '^$' -bench Decode -count 6 ./internal/decode
func BenchmarkDecode(b *testing.B) {
	b.Run("luxi", func(b *testing.B) {
		text := Text{File: diag.File{Path: "a.md", Text: benchText}, End: len(benchText)}
		b.ReportAllocs()
		for b.Loop() {
			var v front
			if list := text.Into(&v); len(list) > 0 {
				b.Fatal(list)
			}
		}
	})
	b.Run("parser-to-struct", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v struct {
				Title    string   `toml:"title"`
				Subtitle string   `toml:"subtitle"`
				Date     any      `toml:"date"`
				Call     string   `toml:"call"`
				Received any      `toml:"received"`
				Region   string   `toml:"region"`
				Draft    bool     `toml:"draft"`
				Weight   int      `toml:"weight"`
				Tags     []string `toml:"tags"`
				Grace    string   `toml:"grace"`
				Authors  []author `toml:"authors"`
			}
			if _, err := toml.Decode(benchText, &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}
