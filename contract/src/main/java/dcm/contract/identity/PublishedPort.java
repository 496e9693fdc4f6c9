package dcm.contract.identity;

/**
 * A container's port and the address of its host (an alias) on which it is published, under the same number.
 */
public record PublishedPort(String address, ContainerPort port) {
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
