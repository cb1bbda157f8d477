package kedaclient

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/kedacore/keda/v2/pkg/scalers"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// KEDA opens a stream again 2 s after it ended with OK, and waits twice as long after each error.
const reopensAfter = 2 * time.Second

// A new scaler is ready before the old one is told to end, as in a rolling update. Each must be as harmless as the first.
func TestStreamsAreBackAtOnceAfterEachOfThreeRollingUpdates(t *testing.T) {
	old := startScaler(t)
	front := newService(t, old)
	scaler, active, _ := pusher(t, trigger(t, front.address, "rolled"))
	receive(t, active, seenWithin)
	receive(t, scaler.MetricSpecChan(), seenWithin)
	for update := 1; update <= 3; update++ {
		fresh := startScaler(t)
		front.route(fresh)
		began := time.Now()
		if code := old.terminate(t); code != 0 {
			t.Errorf("the scaler ended with %d; expected 0", code)
		}
		expectAnswer(t, scaler, "0", false) // polls do not notice
		receive(t, active, 10*time.Second)
		figure(t, fmt.Sprintf("SIGTERM to stream open again, update %d", update), time.Since(began), reopensAfter+time.Second)
		receive(t, scaler.MetricSpecChan(), time.Second)
		fresh.change(t, "rolled", "add", 1)
		if !receive(t, active, time.Second) {
			t.Error("got inactive; expected active")
		}
		old = fresh
	}
}

// What a clean end is worth: after a scaler is killed, KEDA's delay grows.
func TestStreamsAreBackAfterAKill(t *testing.T) {
	old := startScaler(t)
	front := newService(t, old)
	_, active, _ := pusher(t, trigger(t, front.address, "killed"))
	receive(t, active, seenWithin)
	for kill, delay := range []time.Duration{reopensAfter, 2 * reopensAfter} {
		fresh := startScaler(t)
		front.route(fresh)
		began := time.Now()
		old.kill()
		receive(t, active, 10*time.Second)
		figure(t, fmt.Sprintf("kill -9 to stream open again, kill %d", kill+1), time.Since(began), delay+time.Second)
		old = fresh
	}
}

func TestPollsAreBackAfterAKill(t *testing.T) {
	for _, outage := range []time.Duration{0, 5 * time.Second} {
		t.Run(fmt.Sprintf("%s away, the connection is shared with other objects", outage), func(t *testing.T) {
			process := startScaler(t)
			// gRPC waits longer between its attempts to connect the longer it had none; 2 s are for the start of the process.
			measureRecovery(t, process, outage, 4*time.Second+outage, fmt.Sprintf("to a shared connection, %s away", outage), func(scaler scalers.Scaler) scalers.Scaler { return scaler })
		})
		t.Run(fmt.Sprintf("%s away, the only object", outage), func(t *testing.T) {
			process := startScaler(t)
			// KEDA closes and rebuilds the scaler after an error, and with it the connection if nobody shares it.
			measureRecovery(t, process, outage, time.Second, fmt.Sprintf("to the only object, %s away", outage), func(scaler scalers.Scaler) scalers.Scaler {
				_ = scaler.Close(context.Background())
				return poller(t, trigger(t, process.grpc, "back"))
			})
		})
	}
}

// measureRecovery kills the scaler, starts it again on the same port after the outage, and asks all the time: no answer may be one that it did not give.
func measureRecovery(t *testing.T, process *scalerProcess, outage, goal time.Duration, what string, afterError func(scalers.Scaler) scalers.Scaler) {
	t.Helper()
	scaler := poller(t, trigger(t, process.grpc, "back"))
	process.change(t, "back", "add", 3)
	expectAnswer(t, scaler, "3", true)
	process.kill()
	refused := 0
	ask := func() bool {
		value, active, err := answer(scaler, 0)
		if err == nil {
			if value != "0" || active { // the embedded queue of the new process
				t.Errorf("got %s, active %t; expected 0, false", value, active)
			}
			return true
		}
		if status.Code(err) != codes.Unavailable {
			t.Errorf("got %v; expected Unavailable", err)
		}
		refused++
		scaler = afterError(scaler)
		return false
	}
	for began := time.Now(); time.Since(began) < outage || refused == 0; time.Sleep(100 * time.Millisecond) {
		if ask() {
			t.Fatal("got an answer while the scaler was away")
		}
	}
	startScaler(t, "GRPC_ADDRESS="+process.grpc)
	began := time.Now()
	for !ask() {
		if time.Since(began) > 30*time.Second {
			t.Fatal("no answer for 30 s")
		}
		time.Sleep(20 * time.Millisecond)
	}
	figure(t, "scaler back to first answer "+what, time.Since(began), goal)
}
