package build

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// report returns a function that tells Progress of a stage.
func (opt Options) report(stage Stage) func(done, total int) {
	if opt.Progress == nil {
		return func(int, int) {}
	}
	var mutex sync.Mutex
	return func(done, total int) {
		if done == total {
			mutex.Lock() // the end is told in any case
		} else if !mutex.TryLock() {
			return
		}
		defer mutex.Unlock()
		opt.Progress(stage, done, total)
	}
}

// parallel calls work for 0 to n-1 on all processors, and reports how many are
// done. It stops at the first error, and when the context is done.
func parallel(ctx context.Context, n int, report func(done, total int), work func(i int) error) error {
	const step = 16 // pieces of work between two reports
	var next, done atomic.Int64
	var failed atomic.Pointer[error]
	fail := func(err error) { failed.CompareAndSwap(nil, &err) }
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := ctx.Err(); err != nil {
					fail(err)
					return
				}
				if err := work(i); err != nil {
					fail(err)
					return
				}
				if d := int(done.Add(1)); d%step == 0 || d == n {
					report(d, n)
				}
			}
		})
	}
	wait.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
