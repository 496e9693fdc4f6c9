/** Counts of containers, hosts and accounts for Prometheus, and whether Kafka, PostgreSQL and the issuer answer. Their labels never name an account or a container. */
@NullMarked
package dcm.projection.metrics;

import org.jspecify.annotations.NullMarked;
