package dcm.worker.engine.docker;

import com.github.dockerjava.api.command.TopContainerResponse;
import dcm.worker.engine.ContainerProcess;
import java.util.List;
import java.util.stream.Stream;

/** Parses the output of the host's {@code ps} for a container's processes. */
final class DockerProcesses {
    /** The columns that {@link #of} expects, in this order; the last may contain spaces. */
    static final String COLUMNS = "-eo pid,ppid,uid,pcpu,pmem,etime,args";

    private DockerProcesses() {}

    /**
     * The processes of a container.
     *
     * @param rootUid the host's uid of the container's root
     */
    static List<ContainerProcess> of(TopContainerResponse response, int rootUid) {
        return Stream.ofNullable(response.getProcesses())
                .flatMap(Stream::of)
                .map(row -> new ContainerProcess(
                        Long.parseLong(row[0]),
                        Long.parseLong(row[1]),
                        Long.parseLong(row[2]) - rootUid,
                        Double.parseDouble(row[3]),
                        Double.parseDouble(row[4]),
                        row[5],
                        row[6]))
                .toList();
    }
}
