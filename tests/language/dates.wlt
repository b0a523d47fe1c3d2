(* Dates, times and quantities. *)

BeginTestSection["dates"]

VerificationTest[DateString[{2020, 5, 17, 9, 8, 7}], "Sun 17 May 2020 09:08:07", TestID -> "as text"]
VerificationTest[DateString[{2020, 5, 17, 9, 8, 7}, "ISODateTime"], "2020-05-17T09:08:07", TestID -> "as ISO 8601 has it"]
VerificationTest[DateString[{2020, 5, 17, 15, 8, 7}, {"Year", "_", "MonthShort", "_", "DayName", " ", "Hour12", "AMPM"}], "2020_5_Sunday 03PM",
  TestID -> "elements and other texts"]
VerificationTest[StringMatchQ[DateString[{"Year", "-", "Month", "-", "Day"}], RegularExpression["\\d{4}-\\d\\d-\\d\\d"]], True, TestID -> "today by elements"]
VerificationTest[StringMatchQ[DateString["ISODateTime"], RegularExpression["\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"]], True, TestID -> "now"]
VerificationTest[StringLength[DateString[]], 24, TestID -> "now in the usual form"]
VerificationTest[DateString["17 May 2020", "ISODate"], "2020-05-17", TestID -> "a date that is a text"]
VerificationTest[DateString["no date", "ISODate"], DateString["no date", "ISODate"], {DateString::arg}, TestID -> "a text that is no date"]
VerificationTest[DateString[{2020}, {5}], DateString[{2020}, {5}], {DateString::elem}, TestID -> "a number is no element"]

VerificationTest[DateList["2020-05-17 10:20:30"], {2020, 5, 17, 10, 20, 30.}, TestID -> "a text as a list"]
VerificationTest[DateList[{2020, 14, 1}], {2021, 2, 1, 0, 0, 0.}, TestID -> "a month too many"]
VerificationTest[DateList[{2020, 2, 30, 25}], {2020, 3, 2, 1, 0, 0.}, TestID -> "a day and an hour too many"]
VerificationTest[AbsoluteTime[{2000, 1, 1}], 3155673600, TestID -> "seconds since 1900"]
VerificationTest[DateList[3155673600], {2000, 1, 1, 0, 0, 0.}, TestID -> "and back"]
VerificationTest[t = AbsoluteTime[]; 0 <= AbsoluteTime[] - t < 10, True, TestID -> "time goes on"]
VerificationTest[IntegerQ[UnixTime[]], True, TestID -> "seconds since 1970"]
VerificationTest[AbsoluteTime[FromUnixTime[UnixTime[{2020, 5, 17}]]], AbsoluteTime[{2020, 5, 17}], TestID -> "UnixTime there and back"]

VerificationTest[DateObject["2020-05-17"], DateObject[{2020, 5, 17}, "Day"], TestID -> "DateObject"]
VerificationTest[{Head[Now], DateString[Now, "Year"] == DateString[Today, "Year"]}, {DateObject, True}, TestID -> "Now and Today"]
VerificationTest[DateValue[{2020, 5, 17}, {"Year", "Month", "DayName"}], {2020, 5, Sunday}, TestID -> "DateValue"]
VerificationTest[DateObject[{2020, 5, 17}]["Month"], 5, TestID -> "an element of a DateObject"]
VerificationTest[{DayName[{2020, 5, 17}], LeapYearQ[{1900}], LeapYearQ[{2000}]}, {Sunday, False, True}, TestID -> "days and leap years"]

VerificationTest[DatePlus[{2020, 1, 31}, {1, "Month"}], {2020, 2, 29}, TestID -> "a month that is shorter"]
VerificationTest[DatePlus[{2020, 12, 31}, 1], {2021, 1, 1}, TestID -> "a day later"]
VerificationTest[DateRange[{2020, 1, 30}, {2020, 2, 1}], {{2020, 1, 30}, {2020, 1, 31}, {2020, 2, 1}}, TestID -> "a range of days"]
VerificationTest[DateRange[{2020, 1, 31}, {2020, 4, 1}, "Month"], {{2020, 1, 31}, {2020, 2, 29}, {2020, 3, 31}}, TestID -> "a range of months"]
VerificationTest[DateRange[{2020, 1, 1}, {2020, 2, 1}, 0], DateRange[{2020, 1, 1}, {2020, 2, 1}, 0], {DateRange::step}, TestID -> "no step"]
VerificationTest[DateDifference[{2020, 1, 1}, {2020, 3, 1}], Quantity[60, "Days"], TestID -> "a difference in days"]

VerificationTest[{Quantity[3, "h"], Quantity["Minute"]}, {Quantity[3, "Hours"], Quantity[1, "Minutes"]}, TestID -> "units by their full names"]
VerificationTest[Quantity[3, "Cubits"], Quantity[3, "Cubits"], TestID -> "units that are not known stand as they are"]
VerificationTest[UnitConvert[Quantity[90, "Minutes"], "Hours"], Quantity[3/2, "Hours"], TestID -> "other units"]
VerificationTest[UnitConvert[Quantity[2, "Kibibytes"]], Quantity[2048, "Bytes"], TestID -> "the base unit"]
VerificationTest[UnitConvert[Quantity[1, "Hours"], "Bytes"], UnitConvert[Quantity[1, "Hours"], "Bytes"], {UnitConvert::compat}, TestID -> "time is no data"]
VerificationTest[{QuantityMagnitude[Quantity[1.5, "Hours"], "Minutes"], QuantityUnit[Quantity[1, "Days"]]}, {90., "Days"}, TestID -> "number and unit"]

VerificationTest[Head[FromAbsoluteTime[10^12]], FromAbsoluteTime, {FromAbsoluteTime::arg}, TestID -> "dates / beyond all years"]

EndTestSection[]
