package io.streambus.connect.refinement;

class SimulatedTargetTest extends ProvenanceReaderContract {

    @Override
    ProvenanceReader reader(long logStart) {
        SimulatedTarget log = new SimulatedTarget();
        for (long source : COPIES) {
            if (source < 0) {
                log.stranger();
            } else {
                log.copy(source);
            }
        }
        log.deleteBefore(logStart);
        return log;
    }
}
