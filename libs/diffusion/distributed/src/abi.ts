/** What two MPI libraries call by the same names and number differently. */
export interface MpiAbi {
  readonly name: 'Open MPI' | 'MPICH';
  /** How C passes a communicator, a datatype, an operation. */
  readonly handle: 'void *' | 'int';
  /** Each is a number, or the name of the variable whose address it is. */
  readonly constants: Readonly<Record<'world' | 'float' | 'double' | 'sum' | 'max', number | string>>;
  /** MPI_IN_PLACE, a pointer that points nowhere. */
  readonly inPlace: number;
}

/** Open MPI 4 and 5 (mpi.h): handles are addresses of its own variables. */
const openMpi: MpiAbi = {
  name: 'Open MPI',
  handle: 'void *',
  constants: {
    world: 'ompi_mpi_comm_world',
    float: 'ompi_mpi_float',
    double: 'ompi_mpi_double',
    sum: 'ompi_mpi_op_sum',
    max: 'ompi_mpi_op_max',
  },
  inPlace: 1,
};

/** The ABI that MPICH, Intel MPI and MVAPICH share since 2016 (mpi.h): handles are numbers. */
const mpich: MpiAbi = {
  name: 'MPICH',
  handle: 'int',
  constants: { world: 0x44000000, float: 0x4c00040a, double: 0x4c00080b, sum: 0x58000003, max: 0x58000001 },
  inPlace: -1,
};

/**
 * Which of them a library is, by what MPI_Get_library_version says.
 *
 * @returns undefined for a library of another kind
 */
export function abiOf(version: string): MpiAbi | undefined {
  if (/^Open MPI/.test(version)) return openMpi;
  if (/MPICH|Intel\(R\) MPI|MVAPICH/.test(version)) return mpich;
  return undefined;
}
