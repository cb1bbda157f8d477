package kedaclient

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	v2 "k8s.io/api/autoscaling/v2"
)

func TestPushesTheFirstJobAndNoOther(t *testing.T) {
	process := startScaler(t)
	scaler, active, _ := pusher(t, trigger(t, process.grpc, "pushed"))
	if receive(t, active, seenWithin) {
		t.Fatal("got active at the beginning; expected inactive")
	}
	var took []time.Duration
	for range 5 {
		began := time.Now()
		process.change(t, "pushed", "add", 1)
		if !receive(t, active, time.Second) {
			t.Fatal("got inactive; expected active")
		}
		took = append(took, time.Since(began))
		process.change(t, "pushed", "add", 1)
		process.change(t, "pushed", "take", 2)
		process.change(t, "pushed", "finish", 2)
		expectSilence(t, active, seenWithin) // neither active again, nor inactive, which KEDA ignores
		expectAnswer(t, scaler, "0", false)
	}
	slices.Sort(took)
	figure(t, "first job to activation (median of 5)", took[2], 100*time.Millisecond)
}

func TestPushesAChangedTarget(t *testing.T) {
	file := filepath.Join(t.TempDir(), "targets.json")
	write := func(targets string) {
		if err := os.WriteFile(file, []byte(targets), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("{}")
	process := startScaler(t, "TARGETS_FILE="+file)
	scaler, _, _ := pusher(t, trigger(t, process.grpc, "changed"))
	if got := targetOf(t, receive(t, scaler.MetricSpecChan(), seenWithin)); got != target {
		t.Fatalf("got target %v; expected %v", got, target)
	}
	began := time.Now()
	write(`{"ml-platform/worker": 7.5}`)
	specs := receive(t, scaler.MetricSpecChan(), seenWithin)
	figure(t, "changed target to metric spec", time.Since(began), time.Second)
	for _, specs := range [][]v2.MetricSpec{specs, scaler.GetMetricSpecForScaling(context.Background())} {
		if got := targetOf(t, specs); got != 7.5 {
			t.Errorf("got target %v; expected 7.5", got)
		}
	}
	write(`{"ml-platform/worker": -1}`)
	expectSilence(t, scaler.MetricSpecChan(), seenWithin)
	if got := targetOf(t, scaler.GetMetricSpecForScaling(context.Background())); got != 7.5 {
		t.Errorf("got target %v after a wrong file; expected 7.5", got)
	}
}

// KEDA keeps the streams of all objects, two for each, on one connection, with the polls.
func TestServes500PushScalersAndPollsOnOneConnection(t *testing.T) {
	const scalers = 500
	process := startScaler(t)
	var streams [scalers]<-chan bool
	for index := range streams {
		config := trigger(t, process.grpc, fmt.Sprintf("one-of-many-%d", index))
		config.ScalableObjectName = fmt.Sprintf("worker-%d", index)
		_, streams[index], _ = pusher(t, config)
	}
	for _, active := range streams {
		if receive(t, active, 10*time.Second) {
			t.Fatal("got active at the beginning; expected inactive")
		}
	}
	polled := poller(t, trigger(t, process.grpc, "one-of-many-0"))
	began := time.Now()
	expectAnswer(t, polled, "0", false)
	figure(t, "poll beside 1,000 streams", time.Since(began), time.Second)
	began = time.Now()
	for index := range streams {
		process.change(t, fmt.Sprintf("one-of-many-%d", index), "add", 1)
	}
	for index, active := range streams {
		if !receive(t, active, 10*time.Second) {
			t.Fatalf("worker-%d: got inactive; expected active", index)
		}
	}
	figure(t, "500 jobs to 500 activations", time.Since(began), 10*time.Second)
	time.Sleep(seenWithin)
	for index, active := range streams {
		if len(active) > 0 {
			t.Errorf("worker-%d: got activation twice", index)
		}
	}
}

func TestPushingEndsWithItsContext(t *testing.T) {
	process := startScaler(t)
	scaler, active, stop := pusher(t, trigger(t, process.grpc, "stopped"))
	receive(t, active, seenWithin)
	receive(t, scaler.MetricSpecChan(), seenWithin)
	stop()
	expectClosed(t, active)
	expectClosed(t, scaler.MetricSpecChan())
	if err := scaler.Close(context.Background()); err != nil {
		t.Error(err)
	}
	expectAnswer(t, poller(t, trigger(t, process.grpc, "stopped")), "0", false)
	if code := process.terminate(t); code != 0 {
		t.Errorf("the scaler ended with %d; expected 0", code)
	}
}

func expectClosed[T any](t *testing.T, messages <-chan T) {
	t.Helper()
	select {
	case message, open := <-messages:
		if open {
			t.Errorf("got message %+v; expected the end", message)
		}
	case <-time.After(time.Second):
		t.Error("still open after a second")
	}
}
