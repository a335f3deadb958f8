"""Integer programs, by HiGHS: one thread, one seed, so that an answer comes back the same."""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from balise.vocabulary import NetworkError

__all__ = ["Program", "Solved", "solve_program"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Program:
    """Least ``cost @ x`` where ``lower <= matrix @ x <= upper`` and x lies in its box.

    Attributes
    ----------
    cost, least, most : array of float, shape (v,)
        Objective and box of each variable.
    is_whole : array of bool, shape (v,)
        Whether a variable takes whole numbers only.
    matrix : scipy.sparse.csr_array, shape (r, v)
    lower, upper : array of float, shape (r,)
    """

    cost: Floats
    least: Floats
    most: Floats
    is_whole: Flags
    matrix: sparse.csr_array
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Solved:
    """What HiGHS found: ``x`` is None where it found nothing.

    ``bound`` holds for every feasible point; ``is_infeasible`` is proven.
    """

    x: Floats | None
    cost: float
    bound: float
    is_infeasible: bool


def solve_program(
    program: Program, seconds: float, gap: float = 0.0, guess: Floats | None = None
) -> Solved:
    """Solve an integer program, or come as near as time allows.

    Parameters
    ----------
    program : Program
    seconds : float
        Time to stop at [s].
    gap : float
        Share of the cost that is near enough.
    guess : array of float, shape (v,), optional
        A feasible point to begin with.

    Returns
    -------
    Solved

    Raises
    ------
    NetworkError
        If HiGHS refuses the program.

    References
    ----------
    Huangfu, Q. and Hall, J. A. J. (2018), Parallelizing the dual revised simplex method,
    Mathematical Programming Computation 10: 119-142.
    """
    model = highspy.Highs()
    for name, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "time_limit": max(0.1, seconds),
        "mip_rel_gap": gap,
        "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": 1e-7,
    }.items():
        model.setOptionValue(name, value)
    model.passModel(_model(program))
    if guess is not None:
        start = highspy.HighsSolution()
        start.col_value = guess.tolist()
        model.setSolution(start)
    if model.run() == highspy.HighsStatus.kError:
        raise NetworkError(
            f"Siting: HiGHS refused a program of {len(program.cost):,} variables and "
            f"{len(program.lower):,} rules. Expected finite costs. "
            "Look for values that are extremely large among costs, weights and capacities."
        )
    return _solved(model, program)


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(program.lower)
    model.col_cost_, model.col_lower_ = program.cost, program.least
    model.col_upper_ = np.where(np.isinf(program.most), highspy.kHighsInf, program.most)
    model.row_lower_, model.row_upper_ = program.lower, program.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    if program.is_whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(each)] for each in program.is_whole]
    return model


def _solved(model: highspy.Highs, program: Program) -> Solved:
    status, info = model.getModelStatus(), model.getInfo()
    none = highspy.HighsModelStatus
    if status in (none.kInfeasible, none.kUnboundedOrInfeasible):
        return Solved(None, np.inf, np.inf, True)
    has_point = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(model.getSolution().col_value) if has_point else None
    cost = float(program.cost @ x) if x is not None else np.inf
    bound = float(info.mip_dual_bound) if program.is_whole.any() else -np.inf
    if status == none.kOptimal and not program.is_whole.any():
        bound = cost
    return Solved(x, cost, min(bound, cost), False)
