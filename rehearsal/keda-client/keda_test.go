// Package kedaclient drives the scaler of this project through the client that KEDA's operator has: pkg/scalers of KEDA itself.
//
// rehearsal/scenarios/keda-client.scenario.ts builds and runs these tests, with a scaler to start (SCALER_COMMAND) and the metadata that the
// constructs write into triggers (TRIGGERS).
package kedaclient

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	"github.com/kedacore/keda/v2/pkg/scalers"
	"github.com/kedacore/keda/v2/pkg/scalers/scalersconfig"
	v2 "k8s.io/api/autoscaling/v2"
	"sigs.k8s.io/controller-runtime/pkg/log"
)

// What the triggers of TRIGGERS have.
const (
	metricName = "jobs-outstanding"
	target     = 2.5
)

// The scaler reads a queue at most once a second, so a change is seen within that time and some.
const seenWithin = 2 * time.Second

// TestMain keeps what KEDA logs, and prints the end of it when a test has failed.
func TestMain(m *testing.M) {
	const kept = 20
	lines := make(chan string, kept)
	log.SetLogger(funcr.New(func(prefix, args string) {
		for {
			select {
			case lines <- prefix + " " + args:
				return
			default:
				select {
				case <-lines:
				default:
				}
			}
		}
	}, funcr.Options{}))
	code := m.Run()
	for code != 0 && len(lines) > 0 {
		fmt.Fprintln(os.Stderr, "KEDA:", <-lines)
	}
	os.Exit(code)
}

// trigger is what KEDA knows of a worker whose jobs are in an embedded queue.
func trigger(t *testing.T, address, queue string) *scalersconfig.ScalerConfig {
	t.Helper()
	config := triggerOf(t, "memory", address)
	config.TriggerMetadata["queue"] = queue
	return config
}

// triggerOf is what KEDA knows of a worker with a source of this type.
func triggerOf(t *testing.T, sourceType, address string) *scalersconfig.ScalerConfig {
	t.Helper()
	var rendered map[string]map[string]string
	if err := json.Unmarshal([]byte(setting(t, "TRIGGERS")), &rendered); err != nil {
		t.Fatalf("TRIGGERS: %v", err)
	}
	metadata := maps.Clone(rendered[sourceType])
	if metadata == nil {
		t.Fatalf("TRIGGERS: no trigger of type %s", sourceType)
	}
	metadata["scalerAddress"] = address
	return &scalersconfig.ScalerConfig{
		ScalableObjectName: "worker", ScalableObjectNamespace: "ml-platform", ScalableObjectType: "ScaledObject",
		TriggerType: "external-push", TriggerName: "jobs", TriggerMetadata: metadata, MetricType: v2.AverageValueMetricType,
	}
}

// poller is KEDA's scaler for type external; it is closed with the test.
func poller(t *testing.T, config *scalersconfig.ScalerConfig) scalers.Scaler {
	t.Helper()
	scaler, err := scalers.NewExternalScaler(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = scaler.Close(context.Background()) })
	return scaler
}

// pushScaler is KEDA's scaler for type external-push; its operator finds the channel of specs by the same assertion.
type pushScaler interface {
	scalers.PushScaler
	MetricSpecChan() <-chan []v2.MetricSpec
}

// pusher is KEDA's scaler for type external-push with its streams open. Streams and scaler are closed with the test.
func pusher(t *testing.T, config *scalersconfig.ScalerConfig) (scaler pushScaler, active <-chan bool, stop func()) {
	t.Helper()
	built, err := scalers.NewExternalPushScaler(config)
	if err != nil {
		t.Fatal(err)
	}
	scaler = built.(pushScaler)
	pushed := make(chan bool, 100)
	ctx, cancel := context.WithCancel(context.Background())
	go scaler.Run(ctx, pushed)
	t.Cleanup(func() {
		cancel()
		_ = scaler.Close(context.Background())
	})
	return scaler, pushed, cancel
}

// answer asks for the metric as a poll of KEDA does.
func answer(scaler scalers.Scaler, index int) (value string, active bool, err error) {
	values, active, err := scaler.GetMetricsAndActivity(context.Background(), fmt.Sprintf("s%d-%s", index, metricName))
	if err != nil {
		return "", false, err
	}
	if len(values) != 1 {
		return "", false, fmt.Errorf("got %d values; expected 1", len(values))
	}
	return values[0].Value.String(), active, nil
}

// targetOf is the target in the only spec, as the HPA is given it.
func targetOf(t *testing.T, specs []v2.MetricSpec) float64 {
	t.Helper()
	if len(specs) != 1 || specs[0].External == nil || specs[0].External.Target.AverageValue == nil {
		t.Fatalf("got specs %+v; expected one external spec with an average value", specs)
	}
	return specs[0].External.Target.AverageValue.AsApproximateFloat64()
}

// expectAnswer waits until the scaler gives this value and activity, without an error meanwhile.
func expectAnswer(t *testing.T, scaler scalers.Scaler, value string, active bool) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		gotValue, gotActive, err := answer(scaler, 0)
		if err != nil {
			t.Fatal(err)
		}
		if gotValue == value && gotActive == active {
			return
		}
		if time.Since(began) > seenWithin {
			t.Fatalf("got %s, active %t; expected %s, %t within %s", gotValue, gotActive, value, active, seenWithin)
		}
	}
}

// receive waits for the next message of a stream.
func receive[T any](t *testing.T, messages <-chan T, within time.Duration) T {
	t.Helper()
	select {
	case message, open := <-messages:
		if !open {
			t.Fatal("the stream of messages was closed")
		}
		return message
	case <-time.After(within):
		t.Fatalf("no message within %s", within)
	}
	panic("unreachable")
}

// expectSilence fails if there is another message.
func expectSilence[T any](t *testing.T, messages <-chan T, during time.Duration) {
	t.Helper()
	select {
	case message := <-messages:
		t.Fatalf("got message %+v; expected none for %s", message, during)
	case <-time.After(during):
	}
}

// figure prints a measured time for the runner, and fails if it is longer than the goal.
func figure(t *testing.T, name string, value, goal time.Duration) {
	t.Helper()
	line, err := json.Marshal(map[string]any{"name": name, "seconds": value.Seconds(), "goal": goal.Seconds()})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("\nfigure: %s\n", line)
	if value > goal {
		t.Errorf("%s: %s; expected at most %s", name, value, goal)
	}
}
