package dcm.worker;

import dcm.worker.storage.HomesArrival;
import dcm.worker.storage.Homes;

/** What requests about homes that are moved to another host need. */
public record MovedHomes(Homes homes, HomesArrival arrival) {}
