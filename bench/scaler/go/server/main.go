// The peer in Go: a server of the same contract that does nothing but answer. Prints its port.
package main

import (
	"context"
	"fmt"
	"log"
	"net"

	pb "github.com/kedacore/keda/v2/pkg/scalers/externalscaler"
	"google.golang.org/grpc"
)

type server struct {
	pb.UnimplementedExternalScalerServer
}

func (server) GetMetrics(context.Context, *pb.GetMetricsRequest) (*pb.GetMetricsResponse, error) {
	return &pb.GetMetricsResponse{MetricValues: []*pb.MetricValue{{MetricName: "jobs-outstanding", MetricValueFloat: 47}}}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	s := grpc.NewServer()
	pb.RegisterExternalScalerServer(s, server{})
	log.Fatal(s.Serve(listener))
}
