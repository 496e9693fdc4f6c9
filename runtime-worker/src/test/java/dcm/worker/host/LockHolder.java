package dcm.worker.host;

import dcm.contract.identity.HostName;

/** A process that acquires a host's lock, prints a line, and waits until it is killed. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        String installation = arguments[0];
        HostName host = new HostName(arguments[1]);
        try (HostLock lock = HostLock.tryAcquire(installation, host).orElseThrow()) {
            System.out.println("holds " + lock);
            System.in.read();
        }
    }
}
