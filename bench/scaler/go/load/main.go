// Calls GetMetrics at a steady rate, whatever becomes of the calls before, and prints how long each took, in milliseconds, as JSON. The first of them
// are not counted: KEDA keeps its connection for minutes, and the first second of a new one is slow with any server.
// In a process of its own and in Go, so that the caller's garbage collection and event loop are in no figure.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"sync"
	"time"

	pb "github.com/kedacore/keda/v2/pkg/scalers/externalscaler"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func main() {
	address := flag.String("address", "", "host:port of the scaler")
	rate := flag.Int("rate", 3000, "calls a second")
	duration := flag.Duration("duration", 4*time.Second, "how long")
	warmUp := flag.Duration("warm-up", 0, "how long before that, without being counted")
	metric := flag.String("metric", "", "name of the metric")
	flag.Parse()
	metadata := map[string]string{}
	if err := json.NewDecoder(os.Stdin).Decode(&metadata); err != nil {
		log.Fatalf("the metadata on stdin: %v", err)
	}
	connection, err := grpc.NewClient(*address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	client := pb.NewExternalScalerClient(connection)
	request := &pb.GetMetricsRequest{
		ScaledObjectRef: &pb.ScaledObjectRef{Name: "worker", Namespace: "ml-platform", ScalerMetadata: metadata},
		MetricName:      *metric,
	}
	if _, err := client.GetMetrics(context.Background(), request); err != nil { // connects
		log.Fatal(err)
	}

	took := make([]float64, int((*warmUp+*duration).Seconds()*float64(*rate)))
	var calls sync.WaitGroup
	began := time.Now()
	for i := range took {
		due := began.Add(time.Duration(float64(i) / float64(*rate) * float64(time.Second)))
		time.Sleep(time.Until(due))
		calls.Add(1)
		go func() {
			defer calls.Done()
			at := time.Now()
			if _, err := client.GetMetrics(context.Background(), request); err != nil {
				log.Fatal(err)
			}
			took[i] = float64(time.Since(at)) / float64(time.Millisecond)
		}()
	}
	calls.Wait()
	text, err := json.Marshal(took[int(warmUp.Seconds()*float64(*rate)):])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}
