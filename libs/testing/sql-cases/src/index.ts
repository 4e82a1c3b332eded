export { loadCases } from './case-file';
export { openCaseWarehouse, type CaseWarehouse } from './case-warehouse';
export { runCase } from './run-case';
