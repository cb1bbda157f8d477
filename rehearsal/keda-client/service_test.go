package kedaclient

import (
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// service stands for a Kubernetes Service with a cluster address: one address, and behind it whichever scaler is ready.
type service struct {
	address string
	backend atomic.Pointer[string]
}

func newService(t *testing.T, backend *scalerProcess) *service {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	proxied := &service{address: listener.Addr().String()}
	proxied.route(backend)
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go proxied.serve(client)
		}
	}()
	return proxied
}

// route sends new connections to this scaler; those that are open stay where they are.
func (proxied *service) route(backend *scalerProcess) {
	proxied.backend.Store(&backend.grpc)
}

func (proxied *service) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", *proxied.backend.Load())
	if err != nil {
		return
	}
	defer server.Close()
	ended := make(chan struct{}, 2)
	for _, ends := range [][2]net.Conn{{client, server}, {server, client}} {
		go func() {
			_, _ = io.Copy(ends[0], ends[1])
			ended <- struct{}{}
		}()
	}
	<-ended
}
