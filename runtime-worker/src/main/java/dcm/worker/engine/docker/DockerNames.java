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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How things of one installation are named and labelled in an engine. A container's name is a function of its id, and counts
 * only together with its labels: an image committed from one of our containers carries labels, but never the name.
 */
record DockerNames(String installation) {
    static final String INSTALLATION = "dcm.installation";
    private static final String OWNER = "dcm.owner";
    private static final String CONTAINER = "dcm.container";
    private static final String SSH = "dcm.ssh";

    String container(ContainerId id) {
        return "dcm-" + installation + "-" + id;
    }

    /** Of all images that are made of containers; their tags are their ids. */
    String images() {
        return "dcm-" + installation;
    }

    String image(ImageId id) {
        return images() + ":" + id;
    }

    /**
     * Of the container out of which the files of an image are copied for this one. Its name is none of a container of ours.
     */
    String throwaway(ImageId id) {
        return "dcm-" + installation + "-flatten-" + id;
    }

    /** Of all images that administrators offer. */
    String baseImages() {
        return "dcm-" + installation + "-base";
    }

    /** Of the container in which an image is tried out. Its name is none of a container of ours. */
    String trial(ImageDigest image) {
        return "dcm-" + installation + "-trial-" + Sha256.digits(image.value());
    }

    String network(OwnerName owner) {
        return "dcm-" + installation + "-" + owner;
    }

    /** The owner's own labels, whose names never begin like ours, and ours. */
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

    /** Who a container of this name and these labels is; empty if it is none of ours. */
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

    /** What a container's labels say. */
    record Labelled(ContainerId id, OwnerName owner, SshEndpoint ssh) {}
}
