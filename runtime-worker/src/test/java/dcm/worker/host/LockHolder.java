package dcm.worker.host;

import dcm.contract.identity.HostName;

/** Another worker of a host: takes its lock, says so, and waits for its end. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        String installation = arguments[0];
        HostName host = new HostName(arguments[1]);
        try (HostLock lock = HostLock.tryTake(installation, host).orElseThrow()) {
            System.out.println("holds " + lock);
            System.in.read();
        }
    }
}
