package build

import (
	"bytes"
	"encoding/gob"
	"path/filepath"
	"strings"
	"testing"

	"luxi/internal/cache"
	"luxi/internal/document"
	"luxi/internal/source"
)

// BenchmarkKeptEssays reads what is kept of 1,000 essays, those of the model again
// and again without their text, in the ways that there are:
//
//	codec   package cache, a record for each
//	gob     encoding/gob, a record for each, as each must be read by itself
//	stream  encoding/gob, all in one stream, which describes the type once
//	parse   nothing kept: the files are parsed
func BenchmarkKeptEssays(b *testing.B) {
	const count = 1000
	var files []source.File
	for name, text := range model(b) {
		if strings.HasPrefix(name, "content/essays/") && filepath.Ext(name) == ".md" {
			files = append(files, source.File{Path: name, Text: []byte(text)})
		}
	}
	var codec []string
	var records [][]byte
	var stream bytes.Buffer
	all := gob.NewEncoder(&stream)
	for i := range count {
		essay := parseText(document.Essays, files[i%len(files)]).essay
		essay.Body.HTML = ""
		codec = append(codec, string(cache.Append(nil, essay)))
		var record bytes.Buffer
		if err := gob.NewEncoder(&record).Encode(essay); err != nil {
			b.Fatal(err)
		}
		records = append(records, record.Bytes())
		if err := all.Encode(essay); err != nil {
			b.Fatal(err)
		}
	}
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("codec", func(b *testing.B) {
		for b.Loop() {
			for _, record := range codec {
				_, err := cache.Decode(record, new(document.Essay))
				must(err)
			}
		}
	})
	b.Run("gob", func(b *testing.B) {
		for b.Loop() {
			for _, record := range records {
				must(gob.NewDecoder(bytes.NewReader(record)).Decode(new(document.Essay)))
			}
		}
	})
	b.Run("stream", func(b *testing.B) {
		for b.Loop() {
			d := gob.NewDecoder(bytes.NewReader(stream.Bytes()))
			for range count {
				must(d.Decode(new(document.Essay)))
			}
		}
	})
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			for i := range count {
				parseText(document.Essays, files[i%len(files)])
			}
		}
	})
}
