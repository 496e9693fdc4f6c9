package dcm.worker;

import dcm.contract.identity.HostName;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogConsumer;
import dcm.trace.Tracing;
import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.report.NotificationPublisher;
import dcm.worker.report.ReportPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What exists before the worker starts: its configuration and its connections.
 *
 * @param dockerHost the address of the Docker Engine
 * @param consumer of all that the worker reads; a host has one connection for it, because there can be a thousand hosts
 */
record WorkerContext(
        WorkerIdentity identity,
        WorkerConfig config,
        String dockerHost,
        KafkaConnection connection,
        LogConsumer consumer,
        ReportPublisher reports,
        NotificationPublisher notifications,
        MeterRegistry metrics,
        Tracing tracing,
        Clock clock) {

    HostName host() {
        return identity.host();
    }

    /** The directory of owners' homes. */
    Path storageRoot() {
        return config.storage().toAbsolutePath();
    }
}
