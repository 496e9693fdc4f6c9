package dcm.contract.identity;

/** A container's port and the host address (alias) on which it is published under the same number. */
public record PublishedPort(String address, ContainerPort port) {
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
