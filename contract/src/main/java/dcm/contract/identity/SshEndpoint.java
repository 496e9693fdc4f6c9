package dcm.contract.identity;

/**
 * The address and port of a container's SSH server: a host address (alias) and the port that is the container's handle.
 */
public record SshEndpoint(String address, PortNumber port) {}
