package dcm.auditor;

import dcm.kafka.KafkaConnection;

/**
 * Where the parts of the installation are.
 *
 * @param kafka a connection that may read all topics
 * @param jdbcUrl of the database with the views
 * @param installation the id that labels its containers
 * @param dockerHost where the engine answers
 * @param hostName the host whose engine that is
 */
public record AuditSettings(
        KafkaConnection kafka,
        String jdbcUrl,
        String databaseUser,
        String databasePassword,
        String installation,
        String dockerHost,
        String hostName) {}
