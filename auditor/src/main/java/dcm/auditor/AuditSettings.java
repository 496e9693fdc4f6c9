package dcm.auditor;

import dcm.auditor.engine.RemoteEngines;
import dcm.kafka.KafkaConnection;
import java.nio.file.Path;

/**
 * The addresses of the parts of the installation.
 *
 * @param kafka a connection that may read all topics
 * @param logArchive the directory of the log's archive, which may not exist
 * @param jdbcUrl the JDBC address of the database with the views
 * @param installation the installation id, which is a label of its containers
 * @param dockerHost the address of the Docker engine
 * @param hostName the host on which the engine runs
 * @param otherEngines reads the engines of the other hosts
 */
public record AuditSettings(
        KafkaConnection kafka,
        Path logArchive,
        String jdbcUrl,
        String databaseUser,
        String databasePassword,
        String installation,
        String dockerHost,
        String hostName,
        RemoteEngines otherEngines) {}
