package fingerprint

import (
	"fmt"
	"reflect"
	"sync"
	"unsafe"
)

// A Seal is the fingerprint that a struct carries in a hidden field. What is
// sealed is named by it alone from then on, so that a value which stands in a
// thousand others is hashed once. It must not be changed any more.
type Seal struct{ sum Sum }

// SealOf returns the seal for a struct that has none yet.
func SealOf[T any](v *T) Seal { return Seal{Value(v)} }

// Value returns the fingerprint of all that a closed value holds: strings,
// numbers, booleans, sums, and slices and structs of these, hidden fields among
// them. No field can be forgotten. It panics at a type that is not closed, such
// as one with a pointer or a map.
func Value[T any](v *T) Sum { return valueOf(reflect.TypeFor[T](), unsafe.Pointer(v)) }

// Any is Value for a value whose type is known at run time only.
func Any(v any) Sum { return Reflect(reflect.ValueOf(v)) }

// Reflect is Any for a value that reflection found; the zero Value is nil.
func Reflect(v reflect.Value) Sum {
	switch {
	case !v.IsValid():
		return Sum{}
	case v.CanAddr():
		return valueOf(v.Type(), v.Addr().UnsafePointer())
	}
	at := reflect.New(v.Type())
	at.Elem().Set(v)
	return valueOf(v.Type(), at.UnsafePointer())
}

func valueOf(t reflect.Type, at unsafe.Pointer) Sum {
	take := takerOf(t)
	h := hashers.Get().(*Hasher)
	take(h, at)
	sum := h.Sum()
	hashers.Put(h)
	return sum
}

var hashers = sync.Pool{New: func() any { return New() }}

// A taker adds the value at a place to a hash. The takers of a type are made
// once: reflection for each value would cost more than its hash.
type taker func(h *Hasher, at unsafe.Pointer)

var takers sync.Map // of taker by reflect.Type

func takerOf(t reflect.Type) taker {
	if take, ok := takers.Load(t); ok {
		return take.(taker)
	}
	take := makeTaker(t)
	takers.Store(t, take)
	return take
}

func makeTaker(t reflect.Type) taker {
	if t == reflect.TypeFor[Sum]() {
		return func(h *Hasher, at unsafe.Pointer) { h.Add(*(*Sum)(at)) }
	}
	switch t.Kind() {
	case reflect.String:
		return func(h *Hasher, at unsafe.Pointer) { h.String(*(*string)(at)) }
	case reflect.Bool:
		return func(h *Hasher, at unsafe.Pointer) { h.Bool(*(*bool)(at)) }
	case reflect.Int:
		return func(h *Hasher, at unsafe.Pointer) { h.Int(int64(*(*int)(at))) }
	case reflect.Int64:
		return func(h *Hasher, at unsafe.Pointer) { h.Int(*(*int64)(at)) }
	case reflect.Slice:
		return sliceTaker(t)
	case reflect.Struct:
		return structTaker(t)
	}
	panic(fmt.Sprintf("fingerprint: %v is no closed type", t))
}

func sliceTaker(t reflect.Type) taker {
	elem, size := takerOf(t.Elem()), t.Elem().Size()
	return func(h *Hasher, at unsafe.Pointer) {
		s := (*sliceHeader)(at)
		h.Uint(uint64(s.len))
		for i := range s.len {
			elem(h, unsafe.Add(s.data, uintptr(i)*size))
		}
	}
}

// sliceHeader is how Go lays a slice of any type.
type sliceHeader struct {
	data     unsafe.Pointer
	len, cap int
}

func structTaker(t reflect.Type) taker {
	type field struct {
		offset uintptr
		take   taker
	}
	var fields []field
	seal := -1
	for f := range t.Fields() {
		if f.Type == reflect.TypeFor[Seal]() {
			seal = int(f.Offset)
			continue
		}
		fields = append(fields, field{f.Offset, takerOf(f.Type)})
	}
	all := func(h *Hasher, at unsafe.Pointer) {
		for _, f := range fields {
			f.take(h, unsafe.Add(at, f.offset))
		}
	}
	if seal < 0 {
		return all
	}
	return func(h *Hasher, at unsafe.Pointer) {
		if s := (*Seal)(unsafe.Add(at, seal)); !s.sum.IsZero() {
			h.Add(s.sum)
			return
		}
		all(h, at)
	}
}
