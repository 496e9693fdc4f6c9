package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ActiveRequestsTest {
    @Test
    void activeRequestsAreReadFromTheMetrics() {
        assertEquals(3, ActiveRequests.count("""
                # TYPE http_server_active_requests gauge
                http_server_active_requests 3.0
                http_server_active_connections 7.0
                """));
        assertEquals(0, ActiveRequests.count("jvm_threads_live_threads 30.0\n"));
    }
}
