package dcm.worker.engine.docker;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Sha256;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.engine.NewContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names and labels of one installation's objects in an engine. A container's name is derived from its id. It counts
 * only together with the labels: an image that was committed from one of our containers has the labels but not the
 * name.
 */
record DockerNames(String installation) {
    private static final String PREFIX = "dcm.";
    static final String INSTALLATION = "dcm.installation";
    static final String OWNER = "dcm.owner";
    private static final String CONTAINER = "dcm.container";
    private static final String SSH = "dcm.ssh";

    /** The environment variables that every container has. */
    static final String USER_VARIABLE = "DCM_USER";

    static final String CONTAINER_VARIABLE = "DCM_CONTAINER";
    static final String NAME_VARIABLE = "DCM_NAME";
    static final String HOSTS_VARIABLE = "DCM_HOSTS";
    private static final Set<String> VARIABLES =
            Set.of(USER_VARIABLE, CONTAINER_VARIABLE, NAME_VARIABLE, HOSTS_VARIABLE);

    private static final Pattern SWARM_NAME = Pattern.compile("(?=.{1,63}$)[a-zA-Z0-9]([-_]*[A-Za-z0-9]+)*");

    String container(ContainerId id) {
        return "dcm-" + installation + "-" + id;
    }

    /** The repository of all committed images; the tags are the images' ids. */
    String images() {
        return "dcm-" + installation;
    }

    String image(ImageId id) {
        return images() + ":" + id;
    }

    /** The name of an imported image until it has passed its test. */
    String loading(ImageId id) {
        return images() + ":" + loadingTag(id);
    }

    /** The tag of {@link #loading}. */
    static String loadingTag(ImageId id) {
        return id + "-loading";
    }

    /**
     * The name of the temporary container from which an image's files are copied. It differs from the names of users'
     * containers.
     */
    String temporaryContainer(ImageId id) {
        return "dcm-" + installation + "-flatten-" + id;
    }

    /** The repository of all base images. */
    String baseImages() {
        return "dcm-" + installation + "-base";
    }

    /** The name of the container in which a base image is tested. It differs from the names of users' containers. */
    String testContainer(ImageDigest image) {
        return "dcm-" + installation + "-trial-" + Sha256.digits(image.value());
    }

    /** The name of the network of {@link #testContainer}; no owner's name contains a period. */
    String testNetwork(ImageDigest image) {
        return "dcm-" + installation + ".trial-" + Sha256.digits(image.value());
    }

    String network(OwnerName owner) {
        return "dcm-" + installation + "-" + owner;
    }

    /**
     * The network of an owner with many containers. No owner's name contains a period, and it follows {@link #network}
     * in alphabetical order.
     */
    String largeNetwork(OwnerName owner) {
        return network(owner) + ".large";
    }

    /** The network across hosts. A swarm permits only names that are labels of DNS names or contain underscores. */
    String overlay(OwnerName owner) {
        String name = "dcm_" + installation + "_" + owner + "_hosts";
        return SWARM_NAME.matcher(name).matches() ? name : "dcm_" + Sha256.digits(name);
    }

    /** The owner's labels, which never begin with DCM's prefix, and DCM's labels. */
    Map<String, String> labels(NewContainer container) {
        Map<String, String> labels = new HashMap<>(container.spec().settings().labels());
        labels.put(INSTALLATION, installation);
        labels.put(OWNER, container.owner().value());
        labels.put(CONTAINER, container.id().value());
        labels.put(SSH, container.ssh().address() + ":" + container.ssh().port());
        return labels;
    }

    Map<String, String> labels(OwnerName owner) {
        return Map.of(INSTALLATION, installation, OWNER, owner.value());
    }

    /** Whether a label is DCM's own, not the owner's or an image's. */
    static boolean isReserved(String label) {
        return label.startsWith(PREFIX);
    }

    /**
     * DCM's labels among {@code labels}, without their values. A commit copies all labels of its container; Docker can replace a label's
     * value in the image, but not remove the label.
     */
    static Map<String, String> cleared(Map<String, String> labels) {
        return labels.keySet().stream()
                .filter(DockerNames::isReserved)
                .collect(Collectors.toMap(label -> label, label -> ""));
    }

    /** Whether an environment variable describes a container, so that an image of it must not have it. */
    static boolean isReservedVariable(String name) {
        return VARIABLES.contains(name);
    }

    /**
     * Assignments that empty DCM's variables in {@code environment}. A commit copies all variables of its container; Docker can
     * replace a variable's value in the image, but not remove the variable.
     */
    static List<String> clearedVariables(String @Nullable [] environment) {
        return Stream.ofNullable(environment)
                .flatMap(Stream::of)
                .map(variable -> variable.split("=", 2)[0])
                .filter(DockerNames::isReservedVariable)
                .map(name -> name + "=")
                .toList();
    }

    /** Identifies a container by its name and labels; empty if it is not a container of this installation. */
    Optional<Labelled> read(String name, @Nullable Map<String, String> labels) {
        try {
            if (labels == null || !installation.equals(labels.get(INSTALLATION))) {
                return Optional.empty();
            }
            ContainerId id = new ContainerId(labels.getOrDefault(CONTAINER, ""));
            String ssh = labels.getOrDefault(SSH, "");
            int colon = ssh.lastIndexOf(':');
            boolean ours = name.equals(container(id)) && colon > 0;
            return ours
                    ? Optional.of(new Labelled(
                            id,
                            new OwnerName(labels.getOrDefault(OWNER, "")),
                            new SshEndpoint(
                                    ssh.substring(0, colon),
                                    new PortNumber(Integer.parseInt(ssh.substring(colon + 1))))))
                    : Optional.empty();
        } catch (InvalidValueException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The content of a container's labels. */
    record Labelled(ContainerId id, OwnerName owner, SshEndpoint ssh) {}
}
