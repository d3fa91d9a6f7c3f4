package cache

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"luxi/internal/fingerprint"
)

type part struct {
	Name   string
	hidden int
	Flags  []bool
}

type whole struct {
	part
	Sum   fingerprint.Sum
	Count int
	Long  int64
	Hash  uint64
	Share float64
	Many  []part
	None  []string
	Empty []string
}

func sample() whole {
	return whole{
		part: part{"甲", -7, []bool{true, false}}, Sum: fingerprint.Of("x"), Count: -1 << 40, Long: 1 << 62, Hash: 1<<63 + 5, Share: 0.1,
		Many: []part{{Name: ""}, {Name: "乙", Flags: []bool{true}}}, Empty: []string{},
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	in := sample()
	record := string(Append(Append(nil, &in), &in.Name))
	var out whole
	rest, err := Decode(record, &out)
	if err != nil || !reflect.DeepEqual(in, out) {
		t.Fatalf("error %v:\n%+v\n%+v", err, in, out)
	}
	var name string
	if rest, err = Decode(rest, &name); err != nil || name != "甲" || rest != "" {
		t.Errorf("then %q, %v, rest %q", name, err, rest)
	}
}

// A record that is cut is an error and nothing worse.
func TestCutRecords(t *testing.T) {
	in := sample()
	record := string(Append(nil, &in))
	for n := range record {
		var out whole
		if _, err := Decode(record[:n], &out); err == nil {
			t.Errorf("%d of %d bytes are read without an error", n, len(record))
		}
	}
}

func FuzzDecode(f *testing.F) {
	in := sample()
	f.Add(string(Append(nil, &in)))
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, record string) {
		var out whole
		if rest, err := Decode(record, &out); err == nil && len(rest) > len(record) {
			t.Error("more is left than there was")
		}
	})
}

func TestNoPlainData(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a pointer passes")
		}
	}()
	Append(nil, &struct{ P *int }{})
}

var program = fingerprint.Of("luxi")

func folder(t *testing.T) (*os.Root, string) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, filepath.Join(dir, "c.bin")
}

func fill(t *testing.T, root *os.Root, n int) {
	w, err := Create(root, "c.bin", program)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		w.Put(fmt.Sprint(i, ".md"), fingerprint.Of(fmt.Sprint(i)), fmt.Sprint("第", i, "篇"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFile(t *testing.T) {
	root, file := folder(t)
	if c, err := Open(root, "c.bin", program); err != nil || c.Len() != 0 {
		t.Errorf("without a file: %d records, %v", c.Len(), err)
	}
	fill(t, root, 10000)
	fill(t, root, 5000) // takes its place
	c, err := Open(root, "c.bin", program)
	if err != nil || c.Len() != 5000 {
		t.Fatalf("%d records, %v", c.Len(), err)
	}
	if text, ok := c.Get("42.md", fingerprint.Of("42")); !ok || text != "第42篇" {
		t.Errorf("got %q, %v", text, ok)
	}
	if _, ok := c.Get("42.md", fingerprint.Of("43")); ok {
		t.Error("a record of another content is found")
	}
	if c, err := Open(root, "c.bin", fingerprint.Of("another")); err != nil || c.Len() != 0 {
		t.Errorf("another program finds %d records, %v", c.Len(), err)
	}
	if left, _ := filepath.Glob(filepath.Dir(file) + "/*"); len(left) != 1 {
		t.Errorf("the folder holds %v", left)
	}
}

// Wherever a file is cut or changed, it is damaged.
func TestDamagedFile(t *testing.T) {
	root, file := folder(t)
	fill(t, root, 4)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, raw []byte) {
		t.Helper()
		if err := os.WriteFile(file, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		if c, err := Open(root, "c.bin", program); !errors.Is(err, ErrDamaged) || c.Len() > 0 {
			t.Errorf("%s: %d records, error %v", what, c.Len(), err)
		}
	}
	for i := range good {
		check(fmt.Sprintf("%d of %d bytes", i, len(good)), good[:i])
		bad := append([]byte{}, good...)
		bad[i] ^= 1
		check(fmt.Sprintf("byte %d changed", i), bad)
	}
}

// What a killed program had begun is removed, and nothing else.
func TestSweep(t *testing.T) {
	root, file := folder(t)
	fill(t, root, 4)
	if _, err := Create(root, "c.bin", program); err != nil { // and is never closed
		t.Fatal(err)
	}
	for _, name := range []string{"another.tmp", "c.bin2.x.tmp"} {
		if err := root.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	Sweep(root, ".", "c.bin")
	left, _ := filepath.Glob(filepath.Dir(file) + "/*")
	for i := range left {
		left[i] = filepath.Base(left[i])
	}
	if want := []string{"another.tmp", "c.bin", "c.bin2.x.tmp"}; !slices.Equal(left, want) {
		t.Errorf("the folder holds %v, want %v", left, want)
	}
	Sweep(root, "none", "none/c.bin")
}
