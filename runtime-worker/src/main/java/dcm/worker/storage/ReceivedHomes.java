package dcm.worker.storage;

/**
 * Homes that were received from another host.
 *
 * @param bytes the size of the archive
 * @param files the number of files, directories and links
 */
public record ReceivedHomes(long bytes, long files) {}
