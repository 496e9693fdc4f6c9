package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;

/**
 * Changes from which networks a running container accepts logins of its owner's other containers. The base images read
 * the networks from the routes when a container starts.
 */
final class DockerLoginSources {
    private DockerLoginSources() {}

    /** Adds a network. Does not wait for the container, whose owner may have changed every program. */
    static void add(DockerClient docker, String container, String subnet) {
        String exec = docker.execCreateCmd(container)
                .withUser("0")
                .withCmd("sh", "-c", script(subnet))
                .exec()
                .getId();
        docker.execStartCmd(exec).withDetach(true).exec(new ResultCallback.Adapter<Frame>());
    }

    /** Does nothing in a container without the file, because its image is not one of DCM's. */
    private static String script(String subnet) {
        return """
                f=/run/sshd/containers.conf
                grep -qF %1$s $f || { sed -i "s|^Match Address |&%1$s,|" $f && kill -HUP "$(cat /run/sshd.pid)"; }
                """.formatted(subnet);
    }
}
