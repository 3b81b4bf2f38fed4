// Measures quamina: usage quamina RULES EVENTS SECONDS TURNS. Prints what Ruler.java prints. One
// thread. Part of bench/pattern/compare, which puts the module's path in place of MODULE.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"time"

	quamina "MODULE"
)

const eventsBetweenLooks = 64

type runner struct {
	matcher        *quamina.Quamina
	events         [][]byte
	next           int
	matches, count int
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func readLines(path string) [][]byte {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	var lines [][]byte
	scanner := bufio.NewScanner(file)
	scanner.Buffer(make([]byte, 1<<16), 1<<26)
	for scanner.Scan() {
		lines = append(lines, append([]byte(nil), scanner.Bytes()...))
	}
	check(scanner.Err())
	return lines
}

// Rules a second.
func (r *runner) add(rules [][]byte) float64 {
	begin := time.Now()
	for i, rule := range rules {
		check(r.matcher.AddPattern(i, string(rule)))
	}
	return float64(len(rules)) / time.Since(begin).Seconds()
}

// Events a second.
func (r *runner) turn(seconds float64) float64 {
	begin, before := time.Now(), r.count
	for {
		for i := 0; i < eventsBetweenLooks; i++ {
			found, err := r.matcher.MatchesForEvent(r.events[r.next])
			check(err)
			r.matches += len(found)
			r.next = (r.next + 1) % len(r.events)
		}
		r.count += eventsBetweenLooks
		if elapsed := time.Since(begin).Seconds(); elapsed >= seconds {
			return float64(r.count-before) / elapsed
		}
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	matcher, err := quamina.New()
	check(err)
	r := &runner{matcher: matcher, events: readLines(os.Args[2])}
	seconds, err := strconv.ParseFloat(os.Args[3], 64)
	check(err)
	turns, err := strconv.Atoi(os.Args[4])
	check(err)
	added := r.add(readLines(os.Args[1]))
	r.turn(seconds * 2)
	r.matches, r.count = 0, 0
	rates := make([]float64, turns)
	for i := range rates {
		rates[i] = r.turn(seconds)
	}
	sort.Float64s(rates)
	fmt.Printf("{\"events_per_s\":%.0f,\"best_events_per_s\":%.0f,\"matches_per_event\":%.4f,"+
		"\"added_per_s\":%.0f}\n", rates[turns/2], rates[turns-1],
		float64(r.matches)/float64(r.count), added)
}
