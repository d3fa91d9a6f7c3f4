//go:build !linux

package main

import "os"

// Only Linux tells these in one way; elsewhere they are left out of the report.

func peakMemory(*os.ProcessState) int64 { return 0 }
func ownPeakMemory() int64              { return 0 }
func inMemory(string) bool              { return false }
func busySeconds() float64              { return 0 }
func processor() string                 { return "" }

// peakOf returns 0: this system does not tell it of a process that runs.
func peakOf(int) int64 { return 0 }
